/** The secret that a source is listed with. Never logged, never part of an error. */
export type SourceCredential =
  | { readonly type: 'password'; readonly username: string; readonly password: string }
  | { readonly type: 'token'; readonly token: string }
  | {
      readonly type: 'aws';
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string | undefined;
    };

/** A credential for a registry. Never logged, never part of an error. */
export type Credential =
  | { readonly type: 'password'; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token, to be exchanged at the token server. */
  | { readonly type: 'identity-token'; readonly token: string; readonly username?: string }
  /** A ready-made Bearer token for the registry itself. */
  | { readonly type: 'registry-token'; readonly token: string };

/** Finds the credential for a repository; `undefined` means anonymous. Never rejects. */
export type FindCredential = (host: string, repository: string) => Promise<Credential | undefined>;

/** The `Authorization` value `Basic …` for a username and a password in UTF-8 (RFC 7617). */
export function basicHeader(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

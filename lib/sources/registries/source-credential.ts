import { z } from 'zod';

const MAX_SECRET = 10_000;

/** What ends up in headers: no line breaks. */
const secret = z
  .string()
  .min(1, 'a secret')
  .max(MAX_SECRET, `at most ${MAX_SECRET} characters`)
  .regex(/^\P{Cc}+$/u, 'a secret without line breaks');

/** Credentials as a request or a file gives them: a token, a login, or the keys of AWS. */
export const credentialsSchema = z.union(
  [
    z.strictObject({ token: secret }),
    z.strictObject({ username: secret, password: secret }),
    z.strictObject({ accessKeyId: secret, secretAccessKey: secret, sessionToken: secret.optional() }),
  ],
  'token, or username and password, or accessKeyId and secretAccessKey with an optional sessionToken',
);
/** {@link credentialsSchema}, parsed. */
export type Credentials = z.infer<typeof credentialsSchema>;

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

/** What a source is listed with, by the credentials that were given. */
export function credentialOf(given: Credentials): SourceCredential {
  if ('token' in given) return { type: 'token', ...given };
  return 'username' in given ? { type: 'password', ...given } : { type: 'aws', ...given };
}

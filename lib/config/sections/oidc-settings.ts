import { z } from 'zod';
import { isTrustworthyUrl } from '#lib/access/loopback.ts';
import type { ConfigIssue } from '../config-error.ts';
import { type ReadFile, readValueFile } from '../read-file.ts';

/** How people log in with an OpenID Connect provider, and which of its claims give which role. */
export interface OidcSettings {
  /** The provider's issuer identifier; its metadata is below it (OpenID Connect Discovery 1.0 § 4). */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The name on the button, after “Log in with”. */
  readonly label: string;
  readonly scopes: readonly string[];
  readonly roles: {
    /** The claim's name, or a path with dots such as `realm_access.roles`. */
    readonly claim: string;
    readonly admin: readonly string[];
    readonly operator: readonly string[];
    readonly viewer: readonly string[];
  };
  /** The role of people with none of the values above; `none` refuses their login. */
  readonly defaultRole: 'viewer' | 'none';
}

const values = z.array(z.string().min(1, 'a value of the claim')).default([]);

/** The section `oidc` of baseboard.yaml. */
export const oidcSchema = z
  .strictObject({
    issuer: z
      .string()
      .refine(
        (text) => isTrustworthyUrl(text) && !/[?#]/.test(text),
        'the https:// address of the provider, as it calls itself; http:// on loopback alone',
      ),
    clientId: z.string().min(1, 'the id that the provider gave this client'),
    clientSecret: z.string().min(1, 'the secret that the provider gave this client').optional(),
    clientSecretFile: z.string().min(1, 'the path of a file with the client’s secret').optional(),
    label: z.string().min(1, 'a short name').max(40, 'a short name').default('single sign-on'),
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'a scope, without spaces'))
      .default(['openid', 'profile', 'email'])
      .refine((scopes) => scopes.includes('openid'), 'scopes with openid among them'),
    roles: z
      .strictObject({
        claim: z.string().min(1, 'the name of a claim, such as groups').default('groups'),
        admin: values,
        operator: values,
        viewer: values,
      })
      .default({ claim: 'groups', admin: [], operator: [], viewer: [] }),
    defaultRole: z.enum(['viewer', 'none'], 'viewer or none').default('none'),
  })
  .refine(
    ({ clientSecret, clientSecretFile }) => (clientSecret === undefined) !== (clientSecretFile === undefined),
    'one of clientSecret and clientSecretFile',
  )
  .refine(
    ({ roles, defaultRole }) =>
      defaultRole === 'viewer' || roles.admin.length + roles.operator.length + roles.viewer.length > 0,
    'values under roles.admin, roles.operator or roles.viewer, or defaultRole: viewer; otherwise nobody could log in',
  );

/** The settings with the client's secret read from its file; issues are added under `key`. */
export function readOidc(
  parsed: z.output<typeof oidcSchema>,
  key: string,
  readFile: ReadFile,
  issues: ConfigIssue[],
): OidcSettings {
  const { clientSecret, clientSecretFile, ...settings } = parsed;
  if (clientSecretFile === undefined) return { ...settings, clientSecret: clientSecret ?? '' };
  const secret = readValueFile(clientSecretFile, `${key}.clientSecretFile`, readFile, issues);
  return { ...settings, clientSecret: secret ?? '' };
}

import { z } from 'zod';
import { time } from './primitives.ts';

/** What the server is set to; never a secret. */
export const settings = z.object({
  version: z.string(),
  database: z.enum(['embedded', 'external']),
  /** Null with an external database. */
  dataDirectory: z.string().nullable(),
  /** What one can log in with: the server's token, and a provider by its issuer. */
  logins: z.object({ token: z.boolean(), issuer: z.string().nullable() }),
  /** Whether anything may be pushed, and where: patterns of repositories. */
  push: z.boolean(),
  pushAllow: z.array(z.string()),
  scanEverySeconds: z.number().int(),
  /** Where people reach this server, where that is configured. */
  publicUrl: z.string().nullable(),
  /** Origins whose pages may frame a report's embed. */
  frameAncestors: z.array(z.string()),
  registries: z.array(
    z.object({
      host: z.string(),
      plainHttp: z.boolean(),
      endpoint: z.string().nullable(),
      /** Whether credentials are configured here. */
      credentials: z.boolean(),
      /** What the registry last said of its rate limit; null where it said nothing. */
      quota: z
        .object({ limit: z.number().nullable(), remaining: z.number().nullable(), observedAt: time })
        .nullable(),
    }),
  ),
});

export const loginRequest = z.strictObject({ token: z.string().min(1).max(4096) });

export type SettingsView = z.infer<typeof settings>;

import { z } from 'zod';
import { time } from './primitives.ts';

/** The server's settings, without secrets. */
export const settings = z.object({
  version: z.string(),
  database: z.enum(['embedded', 'external']),
  /** Null with an external database. */
  dataDirectory: z.string().nullable(),
  /** The ways to log in: whether by the server's token, and the provider's issuer. */
  logins: z.object({ token: z.boolean(), issuer: z.string().nullable() }),
  /** Whether pushing is enabled, and for which repositories (patterns). */
  push: z.boolean(),
  pushAllow: z.array(z.string()),
  scanEverySeconds: z.number().int(),
  /** The configured public URL. */
  publicUrl: z.string().nullable(),
  /** Origins whose pages may frame a report's embed. */
  frameAncestors: z.array(z.string()),
  registries: z.array(
    z.object({
      host: z.string(),
      plainHttp: z.boolean(),
      endpoint: z.string().nullable(),
      /** Whether credentials are configured in baseboard.yaml. */
      credentials: z.boolean(),
      /** The rate limit that the registry last reported; null if it reported none. */
      quota: z
        .object({ limit: z.number().nullable(), remaining: z.number().nullable(), observedAt: time })
        .nullable(),
    }),
  ),
});

export const loginRequest = z.strictObject({ token: z.string().min(1).max(4096) });

export type SettingsView = z.infer<typeof settings>;

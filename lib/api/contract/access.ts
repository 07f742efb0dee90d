import { z } from 'zod';
import { PERMISSION, ROLE } from '#lib/access/roles.ts';

export const permission = z.enum(PERMISSION);
export const role = z.enum(ROLE);

/** Who asks, and what they may do. */
export const me = z.object({
  name: z.string(),
  role,
  permissions: z.array(permission),
  /** How they are known: at the machine itself, by the server's token, by a login, by an API token. */
  via: z.enum(['local', 'token', 'session', 'api-token']),
});

export type MeView = z.infer<typeof me>;

import type { OidcSettings } from '#lib/config/sections/oidc-settings.ts';
import type { Database } from '#lib/store/database/database.ts';
import type { AccessRecord } from './audit-log.ts';

/** What the use cases of access need. */
export interface AccessContext {
  readonly db: Database;
  readonly clock: () => Date;
  /** `BASEBOARD_TOKEN`, the operator's own. */
  readonly token: string | undefined;
  /** How people log in; undefined if they cannot. */
  readonly oidc: OidcSettings | undefined;
  readonly record: AccessRecord;
}

/** True if no login is configured: then whoever reaches the socket is the operator. */
export function isOpen({ token, oidc }: Pick<AccessContext, 'token' | 'oidc'>): boolean {
  return token === undefined && oidc === undefined;
}

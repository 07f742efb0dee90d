import { type AccessEntry, recordAccess } from '#lib/store/access/audit-log.ts';
import type { Database } from '#lib/store/database/database.ts';

/** Who changes something, and from where, for the access audit log. */
export interface Editor {
  readonly name: string;
  readonly address: string | null;
}

/** Records one change by an editor in the access audit log. */
export function recordChange(
  db: Pick<Database, 'insert'>,
  change: Pick<AccessEntry, 'at' | 'action' | 'subject' | 'detail'>,
  { name, address }: Editor,
): Promise<void> {
  return recordAccess(db, { ...change, actor: name, address, times: 1 });
}

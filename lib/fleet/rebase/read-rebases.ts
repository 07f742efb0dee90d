import { type AuditEntry, listAudit } from '#lib/store/rebases/audit-log.ts';
import { listRebases, type RebaseListQuery, readPlan, readRebase } from '#lib/store/rebases/rebases.ts';
import type { RebaseHead, StoredPlan, StoredRebase } from '#lib/store/rebases/stored-rebase.ts';
import type { WithDatabase } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';

/** A rebase with its plan. Throws {@link NotFoundError}. */
export async function getRebase(
  { db }: WithDatabase,
  id: string,
): Promise<{ rebase: StoredRebase; plan: StoredPlan }> {
  const found = await readRebase(db, id);
  if (found === undefined) throw new NotFoundError(`There is no rebase with the id ${id}.`);
  return found;
}

/** A plan as it was shown. Throws {@link NotFoundError}. */
export async function getPlan({ db }: WithDatabase, id: string): Promise<StoredPlan> {
  const found = await readPlan(db, id);
  if (found === undefined) {
    throw new NotFoundError(`There is no plan with the id ${id}. Plans are kept for a week: plan again.`);
  }
  return found;
}

/** A page of the rebases, newest first. Throws `CursorError`. */
export function getRebases(
  { db }: WithDatabase,
  query: RebaseListQuery,
): Promise<{ items: RebaseHead[]; nextCursor: string | null }> {
  return listRebases(db, query);
}

/** A page of the record of moved tags, newest first. Throws `CursorError`. */
export function getAudit(
  { db }: WithDatabase,
  query: Parameters<typeof listAudit>[1],
): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
  return listAudit(db, query);
}

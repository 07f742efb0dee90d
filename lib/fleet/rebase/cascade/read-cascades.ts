import type { CascadeItemState, CascadeState } from '#lib/rebase/states.ts';
import {
  countItems,
  listCascades,
  type PlannedItem,
  readCascade,
  readRollBackOf,
  type StoredCascade,
} from '#lib/store/rebases/cascades.ts';
import type { WithDatabase } from '../../capabilities.ts';
import { NotFoundError } from '../../errors.ts';

export type ItemCounts = Partial<Record<CascadeItemState, number>>;

/** A cascade with its items in the order they run. */
export interface ReadCascade {
  readonly cascade: StoredCascade;
  readonly items: readonly PlannedItem[];
  /** Its started rollback. */
  readonly undoneBy: string | null;
  /** Whether a rollback can be planned. */
  readonly canRollBack: boolean;
}

/** A cascade with its items. Throws {@link NotFoundError}. */
export async function getCascade({ db }: WithDatabase, id: string): Promise<ReadCascade> {
  const found = await readCascade(db, id);
  if (found === undefined) throw new NotFoundError(`There is no cascade with the id ${id}.`);
  const undoneBy = (await readRollBackOf(db, id))?.id ?? null;
  return { ...found, undoneBy, canRollBack: canRollBack(found.cascade, found.items) };
}

const OVER: readonly CascadeState[] = ['stopped', 'succeeded', 'failed'];

/** Whether nothing runs any more, and a moved tag was not rolled back since. */
function canRollBack(
  { kind, state }: Pick<StoredCascade, 'kind' | 'state'>,
  items: readonly Pick<PlannedItem, 'state' | 'rebase'>[],
): boolean {
  if (kind === 'rollback' || !OVER.includes(state)) return false;
  return (
    items.every((item) => item.state !== 'running') &&
    items.some(({ rebase }) => rebase?.state === 'succeeded')
  );
}

/** A page of the cascades that were begun, newest first, with how many items are in which state. */
export async function getCascades(
  { db }: WithDatabase,
  query: { readonly limit: number; readonly cursor: string | undefined },
): Promise<{ items: { cascade: StoredCascade; counts: ItemCounts }[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listCascades(db, query);
  const counts = await countItems(
    db,
    items.map(({ id }) => id),
  );
  return { items: items.map((cascade) => ({ cascade, counts: counts.get(cascade.id) ?? {} })), nextCursor };
}

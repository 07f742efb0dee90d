import type { CascadeItemState } from '#lib/rebase/states.ts';
import {
  countItems,
  listCascades,
  type PlannedItem,
  readCascade,
  type StoredCascade,
} from '#lib/store/rebases/cascades.ts';
import type { FleetContext } from '../../context.ts';
import { NotFoundError } from '../../errors.ts';

export type ItemCounts = Partial<Record<CascadeItemState, number>>;

/** A cascade with its items in the order they run. Throws {@link NotFoundError}. */
export async function getCascade(
  { db }: FleetContext,
  id: string,
): Promise<{ cascade: StoredCascade; items: PlannedItem[] }> {
  const found = await readCascade(db, id);
  if (found === undefined) throw new NotFoundError(`There is no cascade with the id ${id}.`);
  return found;
}

/** A page of the cascades that were begun, newest first, with how many items are in which state. */
export async function getCascades(
  { db }: FleetContext,
  query: { readonly limit: number; readonly cursor: string | undefined },
): Promise<{ items: { cascade: StoredCascade; counts: ItemCounts }[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listCascades(db, query);
  const counts = await countItems(
    db,
    items.map(({ id }) => id),
  );
  return { items: items.map((cascade) => ({ cascade, counts: counts.get(cascade.id) ?? {} })), nextCursor };
}

import { and, asc, count, desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { PlanWarning, RebaseRefusal } from '#lib/rebase/rebase.ts';
import type { CascadeItemState, CascadeState, RebaseState } from '#lib/rebase/states.ts';
import { storedRefusal, storedWarnings } from '#lib/rebase/stored-plan.ts';
import type { Database } from '../database/database.ts';
import { keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { parseStored, parseStoredOr } from '../database/stored-json.ts';
import { cascadeItems, cascades, rebasePlans, rebases } from '../schema/rebases.ts';

export type StoredCascade = typeof cascades.$inferSelect;

type ItemRow = typeof cascadeItems.$inferSelect;

/** One image of a cascade. */
export interface CascadeItem extends Omit<ItemRow, 'refusal'> {
  readonly refusal: RebaseRefusal | null;
}

/** An item with what lists show of its plan. */
export interface PlannedItem extends CascadeItem {
  readonly plan: { readonly fromDigest: string; readonly toDigest: string; readonly requests: number } | null;
  readonly warnings: readonly PlanWarning[];
  /** Its rebase, where there is one: what that moves, and its state. */
  readonly rebase: {
    readonly toDigest: string;
    readonly targetDigest: string | null;
    readonly state: RebaseState;
  } | null;
}

/** Stores a planned cascade, before it is started. */
export async function insertCascade(
  db: Database,
  cascade: Omit<typeof cascades.$inferInsert, 'id'>,
  items: readonly Omit<typeof cascadeItems.$inferInsert, 'cascadeId'>[],
): Promise<StoredCascade> {
  return db.transaction(async (transaction) => {
    const [row] = await transaction.insert(cascades).values(cascade).returning();
    if (row === undefined) throw new Error('the cascade was not stored');
    if (items.length > 0) {
      await transaction.insert(cascadeItems).values(items.map((item) => ({ ...item, cascadeId: row.id })));
    }
    return row;
  });
}

/** A cascade with its items in the order they run, or `undefined`. */
export async function readCascade(
  db: Database,
  id: string,
): Promise<{ cascade: StoredCascade; items: PlannedItem[] } | undefined> {
  const [cascade] = await db.select().from(cascades).where(eq(cascades.id, id));
  if (cascade === undefined) return undefined;
  const rows = await db
    .select({
      item: cascadeItems,
      fromDigest: sql<string | null>`${rebasePlans.plan} ->> 'fromDigest'`,
      toDigest: sql<string | null>`${rebasePlans.plan} ->> 'toDigest'`,
      requests: sql<number | null>`(${rebasePlans.plan} ->> 'requests')::int`,
      warnings: sql<unknown>`${rebasePlans.plan} -> 'warnings'`,
      rebase: { toDigest: rebases.toDigest, targetDigest: rebases.targetDigest, state: rebases.state },
    })
    .from(cascadeItems)
    .leftJoin(rebasePlans, eq(rebasePlans.id, cascadeItems.planId))
    .leftJoin(rebases, eq(rebases.id, cascadeItems.rebaseId))
    .where(eq(cascadeItems.cascadeId, id))
    .orderBy(asc(cascadeItems.wave), asc(cascadeItems.reference));
  const items = rows.map(({ item, fromDigest, toDigest, requests, warnings, rebase }) => ({
    ...parseStoredItem(item),
    warnings: parseStored(storedWarnings, warnings ?? [], `the warnings of the plan ${item.planId}`),
    rebase,
    plan:
      fromDigest === null || toDigest === null || requests === null
        ? null
        : { fromDigest, toDigest, requests },
  }));
  return { cascade, items };
}

/** A cascade without its items, or `undefined`. */
export async function readCascadeState(db: Database, id: string): Promise<StoredCascade | undefined> {
  const [cascade] = await db.select().from(cascades).where(eq(cascades.id, id));
  return cascade;
}

/** The running cascades, and those that were paused or stopped while rebases were running; oldest first. */
export async function readCascadesUnderWay(db: Database): Promise<StoredCascade[]> {
  const running = sql`exists (select 1 from ${cascadeItems}
    where ${cascadeItems.cascadeId} = ${cascades.id} and ${cascadeItems.state} = 'running')`;
  return db
    .select()
    .from(cascades)
    .where(or(eq(cascades.state, 'running'), running))
    .orderBy(cascades.createdAt);
}

/** Moves a cascade from one of these states to another; `undefined` if it was in none of them. */
export async function changeCascade(
  db: Database,
  id: string,
  from: readonly CascadeState[],
  change: Partial<Pick<StoredCascade, 'state' | 'finishedAt'>>,
): Promise<StoredCascade | undefined> {
  const [row] = await db
    .update(cascades)
    .set(change)
    .where(and(eq(cascades.id, id), inArray(cascades.state, [...from])))
    .returning();
  return row;
}

/** Starts or resumes a cascade, which begins its next round; `undefined` if it is neither planned nor paused. */
export async function beginRound(
  db: Database,
  id: string,
  begun: Pick<StoredCascade, 'actor' | 'roundStartedAt'> & Partial<Pick<StoredCascade, 'reason' | 'canary'>>,
): Promise<StoredCascade | undefined> {
  const [row] = await db
    .update(cascades)
    .set({ ...begun, state: 'running', round: sql`${cascades.round} + 1` })
    .where(and(eq(cascades.id, id), inArray(cascades.state, ['planned', 'paused'])))
    .returning();
  return row;
}

/** One item, or `undefined`. */
export async function readCascadeItem(
  db: Database,
  cascadeId: string,
  reference: string,
): Promise<CascadeItem | undefined> {
  const [row] = await db
    .select()
    .from(cascadeItems)
    .where(and(eq(cascadeItems.cascadeId, cascadeId), eq(cascadeItems.reference, reference)));
  return row && parseStoredItem(row);
}

/** A row with its refusal parsed. An unreadable reason is left out, because the state already says that it is refused. */
function parseStoredItem(row: ItemRow): CascadeItem {
  const name = `the refusal of ${row.reference} in the cascade ${row.cascadeId}`;
  return { ...row, refusal: parseStoredOr(storedRefusal.nullable(), row.refusal, name, null) };
}

/** Stores the new state of an item. */
export async function updateCascadeItem(
  db: Database,
  cascadeId: string,
  reference: string,
  change: Partial<Pick<CascadeItem, 'state' | 'planId' | 'rebaseId' | 'refusal' | 'error' | 'finishedAt'>>,
): Promise<void> {
  await db
    .update(cascadeItems)
    .set(change)
    .where(and(eq(cascadeItems.cascadeId, cascadeId), eq(cascadeItems.reference, reference)));
}

/** Corrects the state of a rebase's item if it had failed. */
export async function endItemOf(db: Database, rebaseId: string, state: CascadeItemState): Promise<void> {
  await db
    .update(cascadeItems)
    .set({ state, error: null })
    .where(
      and(
        eq(cascadeItems.rebaseId, rebaseId),
        eq(cascadeItems.state, 'failed'),
        sql`${cascadeItems.cascadeId} in (select id from cascades where kind = 'rebase')`,
      ),
    );
}

/** The newest started rollback of a cascade, or `undefined`. */
export async function readRollBackOf(db: Database, id: string): Promise<StoredCascade | undefined> {
  const [row] = await db
    .select()
    .from(cascades)
    .where(and(eq(cascades.undoes, id), sql`${cascades.state} <> 'planned'`))
    .orderBy(desc(cascades.createdAt))
    .limit(1);
  return row;
}

/** Sets the state of every item that has neither started nor finished. */
export async function setWaitingItems(
  db: Database,
  cascadeId: string,
  state: Extract<CascadeItemState, 'waiting' | 'skipped'>,
): Promise<void> {
  await db
    .update(cascadeItems)
    .set({ state })
    .where(and(eq(cascadeItems.cascadeId, cascadeId), inArray(cascadeItems.state, ['planned', 'waiting'])));
}

/** The number of items in each state, for each of these cascades. */
export async function countItems(
  db: Database,
  ids: readonly string[],
): Promise<Map<string, Partial<Record<CascadeItemState, number>>>> {
  const counts = new Map<string, Partial<Record<CascadeItemState, number>>>();
  if (ids.length === 0) return counts;
  const rows = await db
    .select({ id: cascadeItems.cascadeId, state: cascadeItems.state, number: count() })
    .from(cascadeItems)
    .where(inArray(cascadeItems.cascadeId, [...ids]))
    .groupBy(cascadeItems.cascadeId, cascadeItems.state);
  for (const { id, state, number } of rows) counts.set(id, { ...counts.get(id), [state]: number });
  return counts;
}

const NEWEST_FIRST = keyset<StoredCascade>(
  'cascades',
  [
    { by: cascades.createdAt, type: 'timestamptz' },
    { by: cascades.id, type: 'uuid' },
  ],
  ({ createdAt, id }) => [createdAt.toISOString(), id],
);

/** A page of the started cascades, newest first. Throws `CursorError`. */
export async function listCascades(
  db: Database,
  { limit, cursor }: PageRequest,
): Promise<Page<StoredCascade>> {
  const rows = await db
    .select()
    .from(cascades)
    .where(and(sql`${cascades.state} <> 'planned'`, NEWEST_FIRST.after(cursor)))
    .orderBy(...NEWEST_FIRST.orderBy)
    .limit(limit + 1);
  return NEWEST_FIRST.page(rows, limit);
}

import { and, eq, getTableColumns, ilike, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import type { RebasePlan } from '#lib/rebase/rebase.ts';
import { OPEN_REBASE_STATE, type PlanKind, type RebaseState } from '#lib/rebase/states.ts';
import { PLAN_VERSION } from '#lib/rebase/stored-plan.ts';
import type { Database } from '../database/database.ts';
import { keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { escapeLike } from '../database/like-pattern.ts';
import { rebasePlans, rebases } from '../schema/rebases.ts';
import {
  parseStoredPlan,
  parseStoredRebase,
  type RebaseHead,
  type StoredPlan,
  type StoredRebase,
  type StoredStep,
} from './stored-rebase.ts';
import { lockTag, readRollBackEnd } from './tag-lock.ts';

/** The columns of {@link RebaseHead}. */
const { steps: _steps, rollBackBy: _rollBackBy, ...HEAD } = getTableColumns(rebases);

/** Stores a plan and returns it with its id. */
export async function insertPlan(
  db: Database,
  kind: PlanKind,
  plan: RebasePlan,
  plannedAt: Date,
): Promise<StoredPlan> {
  const stored = { version: PLAN_VERSION, ...plan };
  const [row] = await db.insert(rebasePlans).values({ kind, plan: stored, plannedAt }).returning();
  if (row === undefined) throw new Error('the plan was not stored');
  // Returned as stored, with some characters escaped: the plan that is shown is the one that is executed.
  return parseStoredPlan(row);
}

/** A plan, or `undefined`. Throws `StoredJsonError`. */
export async function readPlan(db: Database, id: string): Promise<StoredPlan | undefined> {
  const [row] = await db.select().from(rebasePlans).where(eq(rebasePlans.id, id));
  return row && parseStoredPlan(row);
}

/** Deletes plans from before a time that nobody executed. */
export async function deleteUnusedPlans(db: Database, before: Date): Promise<void> {
  await db
    .delete(rebasePlans)
    .where(
      and(
        lt(rebasePlans.plannedAt, before),
        sql`not exists (select 1 from rebases where rebases.plan_id = ${rebasePlans.id})`,
        sql`not exists (select 1 from cascade_items where cascade_items.plan_id = ${rebasePlans.id})`,
      ),
    );
}

/** Opens a rebase, which locks its tag; `undefined` if another is open for the tag, or a rollback of it has not ended. */
export async function openRebase(
  db: Database,
  request: {
    readonly plan: StoredPlan;
    readonly actor: string;
    readonly reason: string | null;
    readonly cascadeId: string | null;
    readonly steps: readonly StoredStep[];
    readonly at: Date;
  },
): Promise<StoredRebase | undefined> {
  const { plan } = request.plan;
  return db.transaction(async (transaction) => {
    await lockTag(transaction, plan.target);
    if ((await readRollBackEnd(transaction, plan.target, request.at)) !== undefined) return undefined;
    const [row] = await transaction
      .insert(rebases)
      .values({
        planId: request.plan.id,
        kind: request.plan.kind,
        state: 'queued',
        reference: plan.reference,
        target: plan.target,
        fromDigest: plan.fromDigest,
        toDigest: plan.toDigest,
        targetDigest: plan.targetDigest,
        actor: request.actor,
        reason: request.reason,
        cascadeId: request.cascadeId,
        steps: request.steps,
        createdAt: request.at,
      })
      .onConflictDoNothing()
      .returning();
    return row && parseStoredRebase(row);
  });
}

/** A rebase with its plan, or `undefined`. Throws `StoredJsonError`. */
export async function readRebase(
  db: Database,
  id: string,
): Promise<{ rebase: StoredRebase; plan: StoredPlan } | undefined> {
  const [row] = await db
    .select({ rebase: rebases, plan: rebasePlans })
    .from(rebases)
    .innerJoin(rebasePlans, eq(rebasePlans.id, rebases.planId))
    .where(eq(rebases.id, id));
  return row && { rebase: parseStoredRebase(row.rebase), plan: parseStoredPlan(row.plan) };
}

/** The open rebase of a tag, or `undefined`. */
export async function readOpenRebase(db: Database, target: string): Promise<RebaseHead | undefined> {
  const [row] = await db
    .select(HEAD)
    .from(rebases)
    .where(and(eq(rebases.target, target), inArray(rebases.state, OPEN_REBASE_STATE)));
  return row;
}

/** Unfinished rebases, oldest first, which a start after a crash continues. */
export async function readOpenRebases(db: Database): Promise<RebaseHead[]> {
  return db
    .select(HEAD)
    .from(rebases)
    .where(inArray(rebases.state, OPEN_REBASE_STATE))
    .orderBy(rebases.createdAt);
}

/** Stores the progress of a rebase. Does nothing if it has finished. */
export async function updateRebase(
  db: Database,
  id: string,
  change: Partial<
    Pick<
      StoredRebase,
      'state' | 'steps' | 'error' | 'finishedAt' | 'protectedTag' | 'protectedUntil' | 'recheckUntil'
    >
  >,
): Promise<boolean> {
  const rows = await db
    .update(rebases)
    .set(change)
    .where(and(eq(rebases.id, id), inArray(rebases.state, OPEN_REBASE_STATE)))
    .returning({ id: rebases.id });
  return rows.length > 0;
}

/** Rebases whose old digest no longer needs protection. */
export async function readExpiredProtections(
  db: Database,
  now: Date,
): Promise<{ readonly id: string; readonly protectedTag: string }[]> {
  const rows = await db
    .select({ id: rebases.id, protectedTag: rebases.protectedTag })
    .from(rebases)
    .where(and(isNotNull(rebases.protectedTag), lt(rebases.protectedUntil, now)));
  return rows.flatMap(({ id, protectedTag }) => (protectedTag === null ? [] : [{ id, protectedTag }]));
}

/** Stores that the tag that protected the old digest was deleted. */
export async function clearProtection(db: Database, id: string): Promise<void> {
  await db.update(rebases).set({ protectedTag: null, protectedUntil: null }).where(eq(rebases.id, id));
}

/** Which rebases to list. */
export interface RebaseListQuery extends PageRequest {
  readonly state: RebaseState | undefined;
  /** Part of the target's name. */
  readonly text: string | undefined;
}

const NEWEST_FIRST = keyset<RebaseHead>(
  'rebases',
  [
    { by: rebases.createdAt, type: 'timestamptz' },
    { by: rebases.id, type: 'uuid' },
  ],
  ({ createdAt, id }) => [createdAt.toISOString(), id],
);

/** A page of the rebases, newest first. Throws `CursorError`. */
export async function listRebases(
  db: Database,
  { state, text, limit, cursor }: RebaseListQuery,
): Promise<Page<RebaseHead>> {
  const rows = await db
    .select(HEAD)
    .from(rebases)
    .where(
      and(
        state === undefined ? undefined : eq(rebases.state, state),
        text === undefined ? undefined : ilike(rebases.target, `%${escapeLike(text)}%`),
        NEWEST_FIRST.after(cursor),
      ),
    )
    .orderBy(...NEWEST_FIRST.orderBy)
    .limit(limit + 1);
  return NEWEST_FIRST.page(rows, limit);
}

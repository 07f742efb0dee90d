import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Digest } from '#lib/oci/digest.ts';
import type { ConfigMode, RebasePlan, RebaseRefusal } from '#lib/rebase/rebase.ts';
import {
  type AuditAction,
  type CascadeItemState,
  type CascadeState,
  OPEN_REBASE_STATE,
  type PlanKind,
  type RebaseState,
} from '#lib/rebase/states.ts';
import type { StoredStep } from '../rebases/rebases.ts';
import { storedJson, time } from './columns.ts';

/** Plans as they were shown: what is executed is one of these rows, never made anew. */
export const rebasePlans = pgTable(
  'rebase_plans',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    kind: text('kind').$type<PlanKind>().notNull(),
    plannedAt: time('planned_at').notNull(),
    plan: storedJson('plan').$type<RebasePlan>().notNull(),
  },
  (table) => [index('rebase_plans_planned_at').on(table.plannedAt)],
);

/** Rebases that were asked for, under way and over. At most one is open for a tag: that is the tag's lock. */
export const rebases = pgTable(
  'rebases',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    planId: uuid('plan_id')
      .notNull()
      .references(() => rebasePlans.id),
    kind: text('kind').$type<PlanKind>().notNull(),
    state: text('state').$type<RebaseState>().notNull(),
    /** Fully qualified. */
    reference: text('reference').notNull(),
    target: text('target').notNull(),
    fromDigest: text('from_digest').$type<Digest>().notNull(),
    toDigest: text('to_digest').$type<Digest>().notNull(),
    /** What the target's tag held before, and what a rollback puts back; null for no such tag. */
    targetDigest: text('target_digest').$type<Digest>(),
    actor: text('actor').notNull(),
    reason: text('reason'),
    steps: storedJson('steps').$type<readonly StoredStep[]>().notNull().default([]),
    /** A sentence. */
    error: text('error'),
    cascadeId: uuid('cascade_id'),
    createdAt: time('created_at').notNull(),
    finishedAt: time('finished_at'),
    /** The tag that keeps the old digest from garbage collection, and until when. */
    protectedTag: text('protected_tag'),
    protectedUntil: time('protected_until'),
    /** Until when its tag is checked again: a write of it was not confirmed, and may still take effect. */
    recheckUntil: time('recheck_until'),
    /** Who requested its rollback, while the result is unclear. */
    rollBackBy: storedJson('roll_back_by').$type<{
      readonly actor: string;
      readonly reason: string | null;
    }>(),
  },
  (table) => [
    uniqueIndex('rebases_open_target')
      .on(table.target)
      .where(sql.raw(`state in (${OPEN_REBASE_STATE.map((state) => `'${state}'`).join(', ')})`)),
    index('rebases_created_at').on(table.createdAt, table.id),
    index('rebases_target').on(table.target),
    index('rebases_recheck').on(table.recheckUntil).where(sql`recheck_until is not null`),
  ],
);

/** Every tag that was moved, by whom and why. Rows are never changed: a trigger refuses it. */
export const audit = pgTable(
  'audit',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: time('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').$type<AuditAction>().notNull(),
    target: text('target').notNull(),
    /** What the tag held before and after; null for no such tag. */
    fromDigest: text('from_digest').$type<Digest>(),
    toDigest: text('to_digest').$type<Digest>(),
    reason: text('reason'),
    rebaseId: uuid('rebase_id').notNull(),
  },
  (table) => [uniqueIndex('audit_one_per_move').on(table.rebaseId, table.action)],
);

/** "Rebase everything that stands on this", wave by wave. */
export const cascades = pgTable('cascades', {
  id: uuid('id').primaryKey().defaultRandom(),
  reference: text('reference').notNull(),
  state: text('state').$type<CascadeState>().notNull(),
  actor: text('actor').notNull(),
  configMode: text('config_mode').$type<ConfigMode>().notNull(),
  /** How often it was begun or gone on with: jobs of an earlier time begin nothing more. */
  round: integer('round').notNull().default(0),
  createdAt: time('created_at').notNull(),
  finishedAt: time('finished_at'),
});

/** One image of a cascade, and what became of it. */
export const cascadeItems = pgTable(
  'cascade_items',
  {
    cascadeId: uuid('cascade_id')
      .notNull()
      .references(() => cascades.id, { onDelete: 'cascade' }),
    reference: text('reference').notNull(),
    /** The image of the same cascade that it stands on. */
    parent: text('parent'),
    wave: integer('wave').notNull(),
    state: text('state').$type<CascadeItemState>().notNull(),
    planId: uuid('plan_id'),
    rebaseId: uuid('rebase_id'),
    refusal: storedJson('refusal').$type<RebaseRefusal>(),
    error: text('error'),
  },
  (table) => [
    primaryKey({ columns: [table.cascadeId, table.reference] }),
    index('cascade_items_rebase').on(table.rebaseId),
  ],
);

import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Digest } from '#lib/oci/digest.ts';
import type { ConfigMode } from '#lib/rebase/rebase.ts';
import {
  type AuditAction,
  type CascadeItemState,
  type CascadeKind,
  type CascadeState,
  OPEN_REBASE_STATE,
  type PlanKind,
  type RebaseState,
} from '#lib/rebase/states.ts';
import { storedJson, time } from './columns.ts';

/** Stored plans. Executing a plan uses its row; it is never computed again. */
export const rebasePlans = pgTable(
  'rebase_plans',
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: text().$type<PlanKind>().notNull(),
    plannedAt: time().notNull(),
    plan: storedJson().notNull(),
  },
  (table) => [index('rebase_plans_planned_at').on(table.plannedAt)],
);

/** Rebases: queued, running and finished. At most one is open for a tag, which locks the tag. */
export const rebases = pgTable(
  'rebases',
  {
    id: uuid().primaryKey().defaultRandom(),
    planId: uuid()
      .notNull()
      .references(() => rebasePlans.id),
    kind: text().$type<PlanKind>().notNull(),
    state: text().$type<RebaseState>().notNull(),
    /** Fully qualified. */
    reference: text().notNull(),
    target: text().notNull(),
    fromDigest: text().$type<Digest>().notNull(),
    toDigest: text().$type<Digest>().notNull(),
    /** The target tag's digest before, which a rollback restores; null if the tag did not exist. */
    targetDigest: text().$type<Digest>(),
    actor: text().notNull(),
    reason: text(),
    steps: storedJson().notNull().default([]),
    /** A sentence. */
    error: text(),
    cascadeId: uuid(),
    createdAt: time().notNull(),
    finishedAt: time(),
    /** The tag that protects the old digest from garbage collection, and until when. */
    protectedTag: text(),
    protectedUntil: time(),
    /** Until when its tag is checked again, because an unconfirmed write may still take effect. */
    recheckUntil: time(),
    /** Who requested its rollback, while the result is unclear. */
    rollBackBy: storedJson(),
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

/** The audit log: every moved tag, who moved it and why. It is append-only: a trigger rejects changes. */
export const audit = pgTable(
  'audit',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: time().notNull(),
    actor: text().notNull(),
    action: text().$type<AuditAction>().notNull(),
    target: text().notNull(),
    /** The tag's digest before and after; null if it did not exist. */
    fromDigest: text().$type<Digest>(),
    toDigest: text().$type<Digest>(),
    reason: text(),
    rebaseId: uuid().notNull(),
  },
  (table) => [uniqueIndex('audit_one_per_move').on(table.rebaseId, table.action)],
);

/** Cascades: rebases of all dependents of an image, wave by wave, and rollbacks of such cascades. */
export const cascades = pgTable('cascades', {
  id: uuid().primaryKey().defaultRandom(),
  kind: text().$type<CascadeKind>().notNull().default('rebase'),
  reference: text().notNull(),
  /** The image at whose end it stops, if it follows one image's chain alone. */
  chainTo: text(),
  state: text().$type<CascadeState>().notNull(),
  actor: text().notNull(),
  reason: text(),
  configMode: text().$type<ConfigMode>().notNull(),
  /** The image that runs alone first; the cascade then pauses. */
  canary: text(),
  /** The cascade that this one rolls back. */
  undoes: uuid(),
  /** How often it was started or resumed. Jobs of an earlier round start nothing. */
  round: integer().notNull().default(0),
  createdAt: time().notNull(),
  /** When it was started or resumed last. */
  roundStartedAt: time(),
  finishedAt: time(),
});

/** One image of a cascade and its state. */
export const cascadeItems = pgTable(
  'cascade_items',
  {
    cascadeId: uuid()
      .notNull()
      .references(() => cascades.id, { onDelete: 'cascade' }),
    reference: text().notNull(),
    /** The image of the same cascade that it is based on. */
    parent: text(),
    wave: integer().notNull(),
    state: text().$type<CascadeItemState>().notNull(),
    planId: uuid(),
    /** Its rebase; of a rollback, the one that it rolls back. */
    rebaseId: uuid(),
    refusal: storedJson(),
    error: text(),
    finishedAt: time(),
  },
  (table) => [
    primaryKey({ columns: [table.cascadeId, table.reference] }),
    index('cascade_items_rebase').on(table.rebaseId),
  ],
);

import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { HookKind } from '#lib/hooks/hook-kind.ts';
import type { HookOutcome } from '#lib/hooks/hook-outcome.ts';
import { storedJson, time } from './columns.ts';

/** Addresses at which registries report pushes. */
export const hooks = pgTable('hooks', {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  kind: text().$type<HookKind>().notNull(),
  /** The registry that it speaks for, as in references; null for the one that payloads name. */
  registry: text(),
  /** Beginnings of names at the registry, and what they are in references; `lib/store/hooks/hooks.ts` reads it. */
  map: storedJson().notNull(),
  /** The hash of the secret in its address, which only the sender stores. */
  pathHash: text().notNull().unique(),
  /** The secret that authenticates calls, encrypted for this row's id; null if the kind has none. */
  sealedSecret: text(),
  /** Google's only: the account that pushes; null for any. */
  serviceAccount: text(),
  disabled: boolean().notNull().default(false),
  createdAt: time().notNull(),
  createdBy: text().notNull(),
  /** When an authenticated call came last; null before the first. */
  lastHeardAt: time(),
});

/** The last calls of each hook. Their bodies are not stored. */
export const hookDeliveries = pgTable(
  'hook_deliveries',
  {
    id: uuid().primaryKey().defaultRandom(),
    hookId: uuid()
      .notNull()
      .references(() => hooks.id, { onDelete: 'cascade' }),
    at: time().notNull(),
    outcome: text().$type<HookOutcome>().notNull(),
    /** Sent by the test button, not by the registry. */
    test: boolean().notNull(),
    /** How many of its hints were about tags that Baseboard knows. */
    accepted: integer().notNull(),
    /** How many hints it had. */
    hinted: integer().notNull(),
    /** The first of them, accepted ones before others; `lib/store/hooks/deliveries.ts` reads it. */
    hints: storedJson().notNull(),
  },
  (table) => [index('hook_deliveries_hook').on(table.hookId, table.at, table.id)],
);

/** Tags that calls were about, so that however many calls lead to few looks. */
export const hintedTags = pgTable(
  'hinted_tags',
  {
    registry: text().notNull(),
    repository: text().notNull(),
    /** Empty for every tag of the repository that Baseboard knows. */
    tag: text().notNull(),
    /** When it is checked; null for not until the next call. */
    dueAt: time(),
    /** The digest that all calls since the last look agree on; null if they do not, or have none. */
    digest: text(),
    hintedAt: time().notNull(),
    /** When it was checked last; null for never. */
    lookedAt: time(),
  },
  (table) => [
    primaryKey({ columns: [table.registry, table.repository, table.tag] }),
    index('hinted_tags_due').on(table.dueAt).where(sql`due_at is not null`),
  ],
);

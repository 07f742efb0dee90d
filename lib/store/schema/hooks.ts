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

/** The repositories that a hook has reported pushes to, of those that Baseboard knows. */
export const hookRepositories = pgTable(
  'hook_repositories',
  {
    hookId: uuid()
      .notNull()
      .references(() => hooks.id, { onDelete: 'cascade' }),
    registry: text().notNull(),
    repository: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.hookId, table.registry, table.repository] }),
    index('hook_repositories_name').on(table.registry, table.repository),
  ],
);

/** Read and written only by processes of the version that had no `tags.urgent`; a later version removes it. */
export const hintedTags = pgTable(
  'hinted_tags',
  {
    registry: text().notNull(),
    repository: text().notNull(),
    tag: text().notNull(),
    dueAt: time(),
    digest: text(),
    hintedAt: time().notNull(),
    lookedAt: time(),
  },
  (table) => [
    primaryKey({ columns: [table.registry, table.repository, table.tag] }),
    index('hinted_tags_due').on(table.dueAt).where(sql`due_at is not null`),
  ],
);

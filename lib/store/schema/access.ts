import { bigint, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AccessAction } from '#lib/access/access-action.ts';
import type { Permission } from '#lib/access/roles.ts';
import { storedJson, time } from './columns.ts';

/** Who logged in with the provider, as it named them last. */
export const people = pgTable(
  'people',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    issuer: text('issuer').notNull(),
    /** The provider's own id of them, the only thing about a person that never changes. */
    subject: text('subject').notNull(),
    name: text('name').notNull(),
    /** The claim that the role was read from, and its values: which role they give is asked at each use. */
    claim: text('claim').notNull(),
    claimValues: storedJson('claim_values').$type<readonly string[]>().notNull(),
    /** Since when an admin has shut them out; a login with the provider opens again, if it still gives a role. */
    shutOutAt: time('shut_out_at'),
    firstSeenAt: time('first_seen_at').notNull(),
    lastSeenAt: time('last_seen_at').notNull(),
  },
  (table) => [uniqueIndex('people_subject').on(table.issuer, table.subject)],
);

/** Logins. A person's ones, and those by the server's token, which are nobody's: the operator's. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** What the cookie's value becomes; the value itself is nowhere but in the browser. */
    hash: text('hash').notNull().unique(),
    personId: uuid('person_id').references(() => people.id, { onDelete: 'cascade' }),
    /** What the browser calls itself, so that people recognise their own. */
    agent: text('agent').notNull(),
    createdAt: time('created_at').notNull(),
    lastSeenAt: time('last_seen_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    endedAt: time('ended_at'),
  },
  (table) => [index('sessions_person').on(table.personId), index('sessions_expires_at').on(table.expiresAt)],
);

/** Tokens that programs call the API with. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    hash: text('hash').notNull().unique(),
    name: text('name').notNull(),
    /** The first characters of the token, so that it is found again where it is used. */
    hint: text('hint').notNull(),
    scopes: storedJson('scopes').$type<readonly Permission[]>().notNull(),
    /** Who made it; null for the operator. */
    personId: uuid('person_id').references(() => people.id, { onDelete: 'cascade' }),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    lastUsedAt: time('last_used_at'),
    revokedAt: time('revoked_at'),
  },
  (table) => [index('api_tokens_person').on(table.personId)],
);

/** Who came in, who was kept out, what was given and taken. Rows are never changed: a trigger refuses it. */
export const accessAudit = pgTable('access_audit', {
  id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  at: time('at').notNull(),
  action: text('action').$type<AccessAction>().notNull(),
  /** Null where nobody is known. */
  actor: text('actor'),
  /** Whose session, which token, or which images. */
  subject: text('subject'),
  /** The connection's other end; null where many are told of in one row. */
  address: text('address'),
  /** How often within a minute. */
  times: integer('times').notNull(),
  detail: text('detail'),
});

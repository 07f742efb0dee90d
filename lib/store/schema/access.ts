import { bigint, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AccessAction } from '#lib/access/access-action.ts';
import { storedJson, time } from './columns.ts';

/** People who logged in with the provider, as it last described them. */
export const people = pgTable(
  'people',
  {
    id: uuid().primaryKey().defaultRandom(),
    issuer: text().notNull(),
    /** The provider's id of the person, the only property that never changes. */
    subject: text().notNull(),
    name: text().notNull(),
    /** The claim that decides the role, and its values. The role is derived at each use. */
    claim: text().notNull(),
    claimValues: storedJson().notNull(),
    /** Since when an admin has blocked the person. A new login with the provider ends the block, if it gives a role. */
    shutOutAt: time(),
    firstSeenAt: time().notNull(),
    lastSeenAt: time().notNull(),
  },
  (table) => [uniqueIndex('people_subject').on(table.issuer, table.subject)],
);

/** Sessions of people, and of the operator, who logs in with the server's token. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** The hash of the cookie's value, which only the browser stores. */
    hash: text().notNull().unique(),
    personId: uuid().references(() => people.id, { onDelete: 'cascade' }),
    /** The browser's `User-Agent`, so that people recognise their sessions. */
    agent: text().notNull(),
    createdAt: time().notNull(),
    lastSeenAt: time().notNull(),
    expiresAt: time().notNull(),
    endedAt: time(),
  },
  (table) => [index('sessions_person').on(table.personId), index('sessions_expires_at').on(table.expiresAt)],
);

/** API tokens, for programs. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid().primaryKey().defaultRandom(),
    hash: text().notNull().unique(),
    name: text().notNull(),
    /** The first characters of the token, so that people recognise it where it is used. */
    hint: text().notNull(),
    scopes: storedJson().notNull(),
    /** Who created it; null for the operator. */
    personId: uuid().references(() => people.id, { onDelete: 'cascade' }),
    createdAt: time().notNull(),
    expiresAt: time().notNull(),
    lastUsedAt: time(),
    revokedAt: time(),
  },
  (table) => [index('api_tokens_person').on(table.personId)],
);

/** The access audit log: logins, refusals, tokens, visibility. It is append-only: a trigger rejects changes. */
export const accessAudit = pgTable('access_audit', {
  id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  at: time().notNull(),
  action: text().$type<AccessAction>().notNull(),
  /** Null if the caller is not known. */
  actor: text(),
  /** The session's owner, the token, or the images. */
  subject: text(),
  /** The peer address; null if the row sums up several. */
  address: text(),
  /** The number of times within a minute. */
  times: integer().notNull(),
  detail: text(),
});

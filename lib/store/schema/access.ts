import { bigint, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AccessAction } from '#lib/access/access-action.ts';
import { storedJson, time } from './columns.ts';

/** Who logged in with the provider, as it named them last. */
export const people = pgTable(
  'people',
  {
    id: uuid().primaryKey().defaultRandom(),
    issuer: text().notNull(),
    /** The provider's own id of them, the only thing about a person that never changes. */
    subject: text().notNull(),
    name: text().notNull(),
    /** The claim that the role was read from, and its values: which role they give is asked at each use. */
    claim: text().notNull(),
    claimValues: storedJson().notNull(),
    /** Since when an admin has shut them out; a login with the provider opens again, if it still gives a role. */
    shutOutAt: time(),
    firstSeenAt: time().notNull(),
    lastSeenAt: time().notNull(),
  },
  (table) => [uniqueIndex('people_subject').on(table.issuer, table.subject)],
);

/** Logins. A person's ones, and those by the server's token, which are nobody's: the operator's. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** What the cookie's value becomes; the value itself is nowhere but in the browser. */
    hash: text().notNull().unique(),
    personId: uuid().references(() => people.id, { onDelete: 'cascade' }),
    /** What the browser calls itself, so that people recognise their own. */
    agent: text().notNull(),
    createdAt: time().notNull(),
    lastSeenAt: time().notNull(),
    expiresAt: time().notNull(),
    endedAt: time(),
  },
  (table) => [index('sessions_person').on(table.personId), index('sessions_expires_at').on(table.expiresAt)],
);

/** Tokens that programs call the API with. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid().primaryKey().defaultRandom(),
    hash: text().notNull().unique(),
    name: text().notNull(),
    /** The first characters of the token, so that it is found again where it is used. */
    hint: text().notNull(),
    scopes: storedJson().notNull(),
    /** Who made it; null for the operator. */
    personId: uuid().references(() => people.id, { onDelete: 'cascade' }),
    createdAt: time().notNull(),
    expiresAt: time().notNull(),
    lastUsedAt: time(),
    revokedAt: time(),
  },
  (table) => [index('api_tokens_person').on(table.personId)],
);

/** Who came in, who was kept out, what was given and taken. Rows are never changed: a trigger refuses it. */
export const accessAudit = pgTable('access_audit', {
  id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  at: time().notNull(),
  action: text().$type<AccessAction>().notNull(),
  /** Null where nobody is known. */
  actor: text(),
  /** Whose session, which token, or which images. */
  subject: text(),
  /** The connection's other end; null where many are told of in one row. */
  address: text(),
  /** How often within a minute. */
  times: integer().notNull(),
  detail: text(),
});

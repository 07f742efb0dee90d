import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { checkNumber, time } from './columns.ts';
import { images } from './images.ts';

/** Every tag that a verdict depends on: what it resolved to last, and when it is requested again. */
export const tags = pgTable(
  'tags',
  {
    /** `registry/repository:tag`, or `registry/repository@digest` where the digest itself is requested. */
    reference: text().primaryKey(),
    registry: text().notNull(),
    repository: text().notNull(),
    /** What the last check saw; null if the tag did not exist then, or if it has not been checked. */
    digest: text(),
    /** When the first check saw that. */
    since: time(),
    /** Whether an earlier check saw something else. */
    moved: boolean().notNull().default(false),
    /** When the last check that got an answer began; null before the first. */
    askedAt: time(),
    /** The number of that check; 0 before the first. */
    look: checkNumber().notNull().default(0),
    /** Checks in a row that got no answer. */
    failures: integer().notNull().default(0),
    /** What the registry did instead of answering, to follow its name; null after an answer. */
    lastError: text(),
    /** When it is requested next; null for never. While it is claimed: when the claim is over unless it is extended. */
    nextCheckAt: time(),
    /** Seconds between two checks, without the spread. */
    intervalSeconds: integer().notNull().default(3600),
    /** Why that often: a key of `TIER`. */
    tier: text(),
    /** Its interval has to be decided again. */
    replan: boolean().notNull().default(true),
    /** A hook reports its pushes, so its interval is longer. */
    byHook: boolean().notNull().default(false),
    /** Somebody wants it requested before others. */
    urgent: boolean().notNull().default(false),
    /** When it was last claimed because somebody wanted that; null for never. */
    hastenedAt: time(),
    /** When the verdicts that depend on it are compared with what it resolved to; null if they agree. */
    judgeAt: time(),
    /** The batch of a process that works on it until `claimedUntil`; null for none. */
    claim: uuid(),
    claimedUntil: time(),
    /** How often it was claimed since a batch with it was finished. */
    attempts: integer().notNull().default(0),
  },
  (table) => [
    index('tags_due').on(table.registry, table.nextCheckAt),
    index('tags_urgent').on(table.registry, table.nextCheckAt).where(sql`${table.urgent}`),
    index('tags_judge').on(table.registry, table.judgeAt).where(sql`judge_at is not null`),
    index('tags_claimed').on(table.registry, table.claim).where(sql`claim is not null`),
    index('tags_replan').on(table.reference).where(sql`${table.replan}`),
    index('tags_repository').on(table.registry, table.repository),
  ],
);

/** When a batch of each registry's tags was claimed last: the one that waited longest is next. */
export const tagTurns = pgTable('tag_turns', {
  registry: text().primaryKey(),
  claimedAt: time(),
});

/** Which tags an image's verdict depends on, in both directions. An image that is not checked yet has its own tag. */
export const verdictInputs = pgTable(
  'verdict_inputs',
  {
    tag: text().notNull(),
    imageId: uuid()
      .notNull()
      .references(() => images.id, { onDelete: 'cascade' }),
    /** What it resolved to for the verdict; null if it did not exist. */
    digest: text(),
    /** Whether it is the image's own tag. */
    own: boolean().notNull(),
    /** False if not everything was known for the verdict: then `digest` says nothing. */
    complete: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tag, table.imageId] }),
    index('verdict_inputs_image').on(table.imageId, table.tag),
  ],
);

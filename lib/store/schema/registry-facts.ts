import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytea, checkNumber, time } from './columns.ts';

/** Manifests, configs and attestation statements, byte for byte: content by digest is immutable. */
export const documents = pgTable(
  'documents',
  {
    digest: text().primaryKey(),
    mediaType: text().notNull(),
    bytes: bytea().notNull(),
    /** When it may be deleted; null if a verdict or a plan is based on it. */
    expiresAt: time(),
  },
  (table) => [index('documents_expires').on(table.expiresAt).where(sql`${table.expiresAt} is not null`)],
);

/** Content that a repository did not contain at the last request; requested again after a while. */
export const absences = pgTable(
  'absences',
  {
    repository: text().notNull(),
    digest: text().notNull(),
    seenAt: time().notNull(),
  },
  (table) => [primaryKey({ columns: [table.repository, table.digest] })],
);

/** What a tag pointed to, from `firstSeen` to `lastSeen`; a null digest means the tag was gone. */
export const observations = pgTable(
  'observations',
  {
    /** `registry/repository:tag`. */
    tag: text().notNull(),
    digest: text(),
    firstSeen: time().notNull(),
    lastSeen: time().notNull(),
    /** The number of the last check that saw it; 0 for a declared history. */
    lastLook: checkNumber().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.tag, table.firstSeen] }),
    index('observations_first_seen').on(table.firstSeen),
  ],
);

/**
 * Layers of platform images under the names that a registry itself resolved to them, for finding the base of an image
 * without a claim. Whether a name is evidence is decided when it is read: see `docs/decisions/0012`.
 */
export const layerStacks = pgTable(
  'layer_stacks',
  {
    /** Hash over the diff IDs, bottom first. */
    chainId: text().notNull(),
    /** Fully qualified, with tag. */
    reference: text().notNull(),
    platform: text().notNull(),
    /** The platform manifest. */
    digest: text().notNull(),
    diffIds: text().array().notNull(),
    /** The source: a tracked image itself, or a base in a tracked image's chain. */
    origin: text().$type<'tracked' | 'base'>().notNull(),
    /** What the tag resolved to: the platform manifest, or an index that lists it. */
    resolvedDigest: text().notNull(),
    /** When the tag was first seen to resolve to that. */
    firstSeen: time().notNull(),
    /** False if all of its layers are verified to be its own base's: then they are no evidence for this name. */
    addsLayers: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reference, table.platform, table.digest] }),
    index('layer_stacks_chain').on(table.chainId),
  ],
);

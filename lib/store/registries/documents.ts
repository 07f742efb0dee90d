import { and, eq, gt, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import type { Digest } from '#lib/oci/digest.ts';
import { formatRepository, type Repository } from '#lib/oci/reference.ts';
import type { Database } from '../database/database.ts';
import { absences, documents } from '../schema/registry-facts.ts';

/** Content known by digest: a manifest, an index, a config or an attestation statement. */
export interface StoredDocument {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A stored document, and how long it is kept. */
export interface KnownDocument extends StoredDocument {
  /** Null if it is kept for ever. */
  readonly expiresAt: Date | null;
}

/** The stored documents with these digests, in no order. */
export async function readDocuments(db: Database, digests: readonly Digest[]): Promise<KnownDocument[]> {
  if (digests.length === 0) return [];
  const rows = await db
    .select()
    .from(documents)
    .where(inArray(documents.digest, [...digests]));
  return rows as KnownDocument[];
}

/** Stores documents for ever. One that is stored already keeps its content and no longer expires. */
export async function writeDocuments(db: Database, written: readonly StoredDocument[]): Promise<void> {
  if (written.length === 0) return;
  const rows = written.map(({ digest, mediaType, bytes }) => ({ digest, mediaType, bytes, expiresAt: null }));
  await db
    .insert(documents)
    .values(rows)
    .onConflictDoUpdate({
      target: documents.digest,
      set: { expiresAt: null },
      setWhere: isNotNull(documents.expiresAt),
    });
}

/** Stores documents that expire. One that is stored already does not change. */
export async function writeTemporaryDocuments(
  db: Database,
  written: readonly StoredDocument[],
  expiresAt: Date,
): Promise<void> {
  if (written.length === 0) return;
  const rows = written.map(({ digest, mediaType, bytes }) => ({ digest, mediaType, bytes, expiresAt }));
  await db.insert(documents).values(rows).onConflictDoNothing();
}

/** Makes stored documents permanent. Returns those that still existed. */
export async function retainDocuments(db: Database, digests: readonly Digest[]): Promise<Set<Digest>> {
  if (digests.length === 0) return new Set();
  const rows = await db
    .update(documents)
    .set({ expiresAt: null })
    .where(inArray(documents.digest, [...digests]))
    .returning({ digest: documents.digest });
  return new Set(rows.map(({ digest }) => digest as Digest));
}

/**
 * Deletes expired documents. If the others that will expire take more than `maxBytes`, deletes those that expire
 * soonest.
 */
export async function deleteExpiredDocuments(db: Database, now: Date, maxBytes: number): Promise<void> {
  await db.delete(documents).where(lt(documents.expiresAt, now));
  await db.execute(sql`
    delete from ${documents} where ${documents.expiresAt} is not null and ${documents.digest} in (
      select digest from (
        select digest, sum(octet_length(bytes)) over (order by expires_at desc, digest) as total
        from ${documents} where expires_at is not null
      ) passing where total > ${maxBytes}
    )`);
}

/** Deletes absences that were seen before a time. */
export async function deleteAbsences(db: Database, before: Date): Promise<void> {
  await db.delete(absences).where(lt(absences.seenAt, before));
}

/** A digest that a repository does not contain. */
export interface Absence {
  readonly repository: Repository;
  readonly digest: Digest;
}

/** Those of these digests that were absent at a check since `since`. */
export async function readAbsences(
  db: Database,
  wanted: readonly Absence[],
  since: Date,
): Promise<Set<string>> {
  if (wanted.length === 0) return new Set();
  const digests = [...new Set(wanted.map(({ digest }) => digest))];
  const rows = await db
    .select()
    .from(absences)
    .where(and(inArray(absences.digest, digests), gt(absences.seenAt, since)));
  return new Set(rows.map((row) => `${row.repository}@${row.digest}`));
}

/** Stores that repositories do not contain these digests. */
export async function writeAbsences(db: Database, found: readonly Absence[], seenAt: Date): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map(({ repository, digest }) => ({
    repository: formatRepository(repository),
    digest,
    seenAt,
  }));
  await db
    .insert(absences)
    .values(rows)
    .onConflictDoUpdate({
      target: [absences.repository, absences.digest],
      set: { seenAt: sql`excluded.seen_at` },
    });
}

/** One document, or `undefined`. */
export async function readDocument(db: Database, digest: Digest): Promise<StoredDocument | undefined> {
  const [row] = await db.select().from(documents).where(eq(documents.digest, digest));
  return row as StoredDocument | undefined;
}

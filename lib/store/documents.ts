import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Digest } from '#lib/oci/digest.ts';
import { formatRepository, type Repository } from '#lib/oci/reference.ts';
import type { Database } from './database.ts';
import { absences, documents } from './schema/registry-facts.ts';

/** Content known by digest: a manifest, an index, a config or an attestation statement. */
export interface StoredDocument {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** The documents of these digests that are known, in no order. */
export async function readDocuments(db: Database, digests: readonly Digest[]): Promise<StoredDocument[]> {
  if (digests.length === 0) return [];
  const rows = await db
    .select()
    .from(documents)
    .where(inArray(documents.digest, [...digests]));
  return rows as StoredDocument[];
}

/** Keeps documents for ever; one that is known already is left as it is. */
export async function writeDocuments(db: Database, written: readonly StoredDocument[]): Promise<void> {
  if (written.length === 0) return;
  await db
    .insert(documents)
    .values([...written])
    .onConflictDoNothing();
}

/** A digest that a repository did not have. */
export interface Absence {
  readonly repository: Repository;
  readonly digest: Digest;
}

/** Which of these were found absent since `since`. */
export async function readAbsences(
  db: Database,
  asked: readonly Absence[],
  since: Date,
): Promise<Set<string>> {
  if (asked.length === 0) return new Set();
  const digests = [...new Set(asked.map(({ digest }) => digest))];
  const rows = await db
    .select()
    .from(absences)
    .where(and(inArray(absences.digest, digests), gt(absences.seenAt, since)));
  return new Set(rows.map((row) => `${row.repository}@${row.digest}`));
}

/** Remembers that repositories did not have these digests. */
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

import { and, eq, lt } from 'drizzle-orm';
import type { ContentsDifference } from '#lib/difference/contents.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from '../database/database.ts';
import { parseStoredOr } from '../database/stored-json.ts';
import { contentDifferences } from '../schema/differences.ts';
import { storedContents } from './stored-contents.ts';

/** What differs in the contents of two platform images, by their manifests. */
export interface StoredContents {
  readonly from: Digest;
  readonly to: Digest;
  readonly contents: ContentsDifference;
  readonly comparedAt: Date;
}

/** The stored difference of two manifests' contents; `undefined` if there is none that this version can read. */
export async function readContents(
  db: Database,
  from: Digest,
  to: Digest,
): Promise<ContentsDifference | undefined> {
  const [row] = await db
    .select({ contents: contentDifferences.contents })
    .from(contentDifferences)
    .where(and(eq(contentDifferences.fromDigest, from), eq(contentDifferences.toDigest, to)));
  if (row === undefined) return undefined;
  const name = `the difference between ${from} and ${to}`;
  return parseStoredOr(storedContents, row.contents, name, undefined)?.contents;
}

/** Stores the difference of two manifests' contents, in place of one that is there. */
export async function writeContents(db: Database, stored: StoredContents): Promise<void> {
  const row = { contents: { version: 1, contents: stored.contents }, comparedAt: stored.comparedAt };
  await db
    .insert(contentDifferences)
    .values({ fromDigest: stored.from, toDigest: stored.to, ...row })
    .onConflictDoUpdate({ target: [contentDifferences.fromDigest, contentDifferences.toDigest], set: row });
}

/** Deletes differences that were computed before a time: they can be computed again. */
export async function deleteContents(db: Database, before: Date): Promise<void> {
  await db.delete(contentDifferences).where(lt(contentDifferences.comparedAt, before));
}

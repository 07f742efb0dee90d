import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { tagLists } from './schema.ts';

/** A repository's tags, as listed at a time. */
export interface TagList {
  /** `registry/repository`. */
  readonly repository: string;
  readonly tags: readonly string[];
  readonly seenAt: Date;
}

/** The lists of these repositories that are known. */
export async function readTagLists(db: Database, repositories: readonly string[]): Promise<TagList[]> {
  if (repositories.length === 0) return [];
  return db
    .select()
    .from(tagLists)
    .where(sql`${tagLists.repository} = any(${sql.param([...repositories])}::text[])`);
}

/** Keeps a repository's tags in the place of those known before. */
export async function writeTagList(db: Database, { repository, tags, seenAt }: TagList): Promise<void> {
  const set = { tags: [...tags], seenAt };
  await db
    .insert(tagLists)
    .values({ repository, ...set })
    .onConflictDoUpdate({ target: tagLists.repository, set });
}

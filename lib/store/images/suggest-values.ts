import { and, count, type SQL, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import { makeTerm } from '#lib/lineage/filter/filter-term.ts';
import { FILTER_ANSWERS, FILTER_TRAITS, type FilterKey } from '#lib/lineage/vocabulary/filter-keys.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import type { Database } from '../database/database.ts';
import { escapeLike } from '../database/like-pattern.ts';
import { images } from '../schema/images.ts';
import { filterCondition, LATEST } from './filter-sql.ts';
import { termCondition } from './filter-term-sql.ts';
import { mentionedValues } from './mention-sql.ts';

/** A value of a key, and the number of images that it would leave. */
export interface SuggestedValue {
  readonly value: string;
  readonly images: number;
}

/** The most values of one answer. */
const MOST = 12;

/** Values that do not come from images. */
const FIXED: Partial<Record<FilterKey, readonly string[]>> = {
  status: STATUS,
  is: FILTER_TRAITS,
  public: FILTER_ANSWERS,
  running: FILTER_ANSWERS,
  behind: ['>=1d', '>=7d', '>=30d', '>=90d'],
};

/** Where the values of the other keys are, and what they are read from. */
const SOURCES: Partial<Record<FilterKey, { readonly value: SQL<string>; readonly from: SQL }>> = {
  base: { value: sql`${images.baseName}`, from: sql`${images}` },
  ancestor: { value: sql`member`, from: sql`${images} cross join unnest(${images.ancestors}) as member` },
  owner: { value: sql`${images.owner}`, from: sql`${images}` },
  registry: { value: sql`${images.registry}`, from: sql`${images}` },
  repo: { value: sql`${images.repository}`, from: sql`${images}` },
  tag: { value: sql`${images.tag}`, from: sql`${images}` },
  platform: { value: sql`member`, from: sql`${images} cross join unnest(${images.platforms}) as member` },
  digest: { value: sql`${images.digest}`, from: sql`${images}` },
};

const mentionedIn = (key: 'source' | 'cluster' | 'namespace') => ({
  value: sql<string>`member`,
  from: sql`${images} cross join lateral ${mentionedValues(images.reference, key)} each`,
});

/**
 * Values of a key that contain a text, among the images under a filter: those that begin with it first, then those of
 * most images. Of a fixed set, all values in their order.
 */
export async function suggestValues(
  db: Database,
  key: FilterKey,
  typed: string,
  filter: Filter,
): Promise<SuggestedValue[]> {
  const fixed = FIXED[key];
  if (fixed !== undefined) return countFixed(db, key, fixed, filter);
  const source =
    key === 'source' || key === 'cluster' || key === 'namespace' ? mentionedIn(key) : SOURCES[key];
  if (source === undefined) return [];
  const { value, from } = source;
  const begins = sql`${value} ilike ${`${escapeLike(typed)}%`}`;
  return db
    .select({ value, images: count() })
    .from(from)
    .where(and(filterCondition(filter), sql`${value} ilike ${`%${escapeLike(typed)}%`}`))
    .groupBy(value)
    .orderBy(sql`bool_or(${begins}) desc, count(*) desc, ${value}`)
    .limit(MOST);
}

async function countFixed(
  db: Database,
  key: FilterKey,
  values: readonly string[],
  filter: Filter,
): Promise<SuggestedValue[]> {
  const counts = values.map((text) => {
    const term = makeTerm(key, [{ text, position: 0, quoted: false }], 0);
    return sql`count(*) filter (where ${termCondition(term, LATEST)})`;
  });
  const [row] = await db
    .select({ counts: sql<number[]>`array[${sql.join(counts, sql`, `)}]::int[]` })
    .from(images)
    .where(filterCondition(filter));
  return values.map((value, at) => ({ value, images: row?.counts[at] ?? 0 }));
}

import { and, getTableColumns, not, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Filter, FilterTerm } from '#lib/lineage/filter/filter.ts';
import { nameGlobs, platformGlobs, qualified } from '#lib/lineage/filter/filter-match.ts';
import { globToLike } from '../database/like-pattern.ts';
import { images, verdicts } from '../schema/images.ts';

/** What a filter is compared with: names of the image, and what a verdict on it says. */
export type FilterColumns = Readonly<
  Record<
    | 'reference'
    | 'registry'
    | 'repository'
    | 'tag'
    | 'sample'
    | 'public'
    | 'status'
    | 'baseName'
    | 'ancestors'
    | 'platforms',
    SQLWrapper
  >
>;

/** What a verdict said then, and the names of its image. */
const PAST: FilterColumns = (() => {
  const { status, baseName, ancestors, platforms } = verdicts;
  return { ...getTableColumns(images), status, baseName, ancestors, platforms };
})();

/**
 * A filter as a condition on images with their latest verdict, or on other columns that say the same;
 * `undefined` for the empty filter. Chooses what `matchesFilter` chooses.
 */
export function filterCondition(filter: Filter, columns: FilterColumns = images): SQL | undefined {
  return and(
    ...filter.map((term) => (term.negated ? not(condition(term, columns)) : condition(term, columns))),
  );
}

/** A filter as a condition on `verdicts` joined with their `images`: what each verdict said then. */
export function pastFilterCondition(filter: Filter): SQL | undefined {
  return filterCondition(filter, PAST);
}

/**
 * A filter as whoever asks may use it: it chooses among public images, and of what they stand on it sees those names
 * alone that are public images, too. Else a private base's name could be guessed, letter by letter, with `*`.
 */
export function publicCondition(filter: Filter): SQL {
  return publicOf(filter, getTableColumns(images));
}

/** {@link publicCondition} on `verdicts` joined with their `images`; public is what is marked so now. */
export function publicPastCondition(filter: Filter): SQL {
  return publicOf(filter, PAST);
}

function publicOf(filter: Filter, columns: FilterColumns): SQL {
  const { baseName, ancestors } = columns;
  const condition = filterCondition(filter, {
    ...columns,
    baseName: sql`case when ${isPublicName(baseName)} then ${baseName} end`,
    ancestors: sql`array(select name from unnest(${ancestors}) as name where ${isPublicName(sql`name`)})`,
  });
  return and(images.public, condition) ?? sql`${images.public}`;
}

/** Whether a name, whatever digest it is written with, is that of a public image. */
export function isPublicName(name: SQLWrapper): SQL<boolean> {
  return sql`exists (select from images as known
    where known.public and known.reference in (${name}, split_part(${name}, '@', 1)))`;
}

function condition(term: FilterTerm, columns: FilterColumns): SQL {
  switch (term.key) {
    case 'status':
      return anyOf(term.values.map((status) => sql`${columns.status} = ${status}`));
    case 'is':
      return sql`${columns.sample}`;
    case 'public':
      return anyOf(term.values.map((answer) => sql`${columns.public} = ${answer === 'yes'}`));
    case 'text':
      return like(
        columns.reference,
        term.values.map((value) => `*${value}*`),
      );
    case 'base':
      return sql`coalesce(${isNamed(columns.baseName, term.values)}, false)`;
    case 'ancestor':
      return sql`exists (select from unnest(${columns.ancestors}) as member
        where ${isNamed(sql`member`, term.values)})`;
    case 'platform':
      return sql`exists (select from unnest(${columns.platforms}) as member
        where member ilike any(${patterns(term.values.flatMap(platformGlobs))}))`;
    case 'registry':
      return like(columns.registry, term.values);
    case 'repo':
      return like(columns.repository, term.values);
    case 'tag':
      return like(columns.tag, term.values);
  }
}

/** Never null, so that its negation holds where there is nothing to compare. */
function like(column: SQLWrapper, globs: readonly string[]): SQL {
  return sql`coalesce(${column} ilike any(${patterns(globs)}), false)`;
}

/**
 * Whether a fully qualified name is one that {@link nameGlobs} chooses. A value without `*` is compared as it is, with
 * what it leaves out taken off the name: however many values there are, that is one look-up for each name.
 */
function isNamed(name: SQLWrapper, values: readonly string[]): SQL {
  const wild = values.filter((value) => value.includes('*'));
  const plain = Map.groupBy(
    values.filter((value) => !value.includes('*')).map((value) => value.toLowerCase()),
    (value) => {
      const last = value.slice(value.lastIndexOf('/') + 1);
      return last.includes('@') ? '@' : last.includes(':') ? ':' : '';
    },
  );
  const parts = [
    ['@', sql`${name}`],
    [':', sql`split_part(${name}, '@', 1)`],
    ['', sql`regexp_replace(${name}, '[:@][^/]*$', '')`],
  ] as const;
  return anyOf([
    ...parts.flatMap(([ending, part]) => {
      const names = (plain.get(ending) ?? []).flatMap(qualified);
      return names.length === 0 ? [] : [sql`lower(${part}) = any(${sql.param(names)}::text[])`];
    }),
    ...(wild.length === 0 ? [] : [sql`${name} ilike any(${patterns(wild.flatMap(nameGlobs))})`]),
  ]);
}

function patterns(globs: readonly string[]): SQL {
  return sql`${sql.param(globs.map(globToLike))}::text[]`;
}

function anyOf(conditions: readonly SQL[]): SQL {
  return or(...conditions) ?? sql`false`;
}

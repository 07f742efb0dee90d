import { and, getTableColumns, not, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Filter, FilterTerm } from '#lib/lineage/filter/filter.ts';
import { nameGlobs, platformGlobs, qualified } from '#lib/lineage/filter/filter-match.ts';
import { globToLike } from '../database/like-pattern.ts';
import { images, verdicts } from '../schema/images.ts';

/** The columns that a filter is compared with: the image's names and its verdict. */
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

/** The columns of a verdict of the past, with the names of its image. */
const PAST: FilterColumns = (() => {
  const { status, baseName, ancestors, platforms } = verdicts;
  return { ...getTableColumns(images), status, baseName, ancestors, platforms };
})();

/**
 * A filter as a condition on images with their latest verdict, or on other columns with the same meaning; `undefined`
 * for the empty filter. Selects what `compileFilter` selects.
 */
export function filterCondition(filter: Filter, columns: FilterColumns = images): SQL | undefined {
  return and(
    ...filter.map((term) => (term.negated ? not(condition(term, columns)) : condition(term, columns))),
  );
}

/** A filter as a condition on `verdicts` joined with their `images`: what each verdict said at its time. */
export function pastFilterCondition(filter: Filter): SQL | undefined {
  return filterCondition(filter, PAST);
}

/**
 * A filter for callers without access: it selects among public images and compares only with base names that are
 * public images too. Otherwise a caller could find out the name of a private base, letter by letter, with `*`.
 */
export function publicCondition(filter: Filter): SQL {
  return publicOf(filter, getTableColumns(images));
}

/** {@link publicCondition} on `verdicts` joined with their `images`. Uses the current visibility. */
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

/** Whether a name, with or without a digest, is that of a public image. */
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

/** Never null, so that its negation is true when there is nothing to compare. */
function like(column: SQLWrapper, globs: readonly string[]): SQL {
  return sql`coalesce(${column} ilike any(${patterns(globs)}), false)`;
}

/**
 * Whether {@link nameGlobs} selects a fully qualified name. Values without `*` are compared exactly, after the parts they
 * leave out are removed from the name: one look-up for each name, however many values there are.
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

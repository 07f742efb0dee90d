import { or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { type Age, ageMs } from '#lib/lineage/filter/filter-age.ts';
import { digestPrefix, type FilterTerm } from '#lib/lineage/filter/filter-term.ts';
import { fuzzyPattern } from '#lib/lineage/filter/fuzzy-text.ts';
import { namePatterns, ownerGlobs, platformGlobs, qualified } from '#lib/lineage/filter/name-patterns.ts';
import type { FILTER_TRAITS } from '#lib/lineage/vocabulary/filter-keys.ts';
import { TROUBLE } from '#lib/lineage/vocabulary/status.ts';
import { escapeLike, globToLike } from '../database/like-pattern.ts';
import { cannotBePulled, isMentioned, isRunning } from './mention-sql.ts';

/** Names that are searched in a way of their own; other columns are compared row by row. */
export interface SearchedNames {
  readonly column: SQLWrapper;
  /** Whether a row has a name that matches: true or false, never null. */
  any(matches: (name: SQL) => SQL): SQL;
}

/** The columns that a filter is compared with: the image's names and its verdict. */
export type FilterColumns = Readonly<Record<'baseName' | 'ancestors', SQLWrapper | SearchedNames>> &
  Readonly<
    Record<
      | 'reference'
      | 'registry'
      | 'repository'
      | 'tag'
      | 'sample'
      | 'snoozed'
      | 'public'
      | 'owner'
      | 'digest'
      | 'status'
      | 'behindSince'
      | 'platforms'
      /** The name under which sources mention it. */
      | 'mentionedAs'
      /** The time to which `behind:` counts. */
      | 'moment',
      SQLWrapper
    >
  >;

const HAS_TRAIT: Readonly<Record<(typeof FILTER_TRAITS)[number], (columns: FilterColumns) => SQL>> = {
  problem: ({ status }) => sql`${status} = any(${sql.param([...TROUBLE])}::text[])`,
  'cannot-pull': ({ mentionedAs }) => cannotBePulled(mentionedAs),
  snoozed: ({ snoozed }) => sql`${snoozed}`,
  sample: ({ sample }) => sql`${sample}`,
};

/** A term as a condition that is true or false, never null, so that its negation is what the term does not match. */
export function termCondition(term: FilterTerm, columns: FilterColumns): SQL {
  switch (term.key) {
    case 'status':
      return anyOf(term.values.map((status) => sql`${columns.status} = ${status}`));
    case 'is':
      return anyOf(term.values.map((trait) => HAS_TRAIT[trait](columns)));
    case 'public':
      return anyOf(term.values.map((answer) => sql`${columns.public} = ${answer === 'yes'}`));
    case 'running':
      return anyOf(term.values.map((answer) => sql`${isRunning(columns.mentionedAs)} = ${answer === 'yes'}`));
    case 'source':
    case 'cluster':
    case 'namespace':
      return isMentioned(columns.mentionedAs, term.key, (value) => orFalse(like(value, term.values)));
    case 'behind':
      return orFalse(anyOf(term.values.map((age) => isOfAge(age, columns))));
    case 'digest':
      return orFalse(anyOf(term.values.map((prefix) => startsWith(columns.digest, prefix))));
    case 'text':
      return textCondition(term.values, term.exact, columns);
    case 'base':
      return hasName(columns.baseName, (name) => isNamed(name, term.values));
    case 'ancestor':
      return hasMember(columns.ancestors, (name) => isNamed(name, term.values));
    case 'platform':
      return sql`exists (select from unnest(${columns.platforms}) as member
        where ${like(sql`member`, term.values.flatMap(platformGlobs))})`;
    case 'owner':
      return orFalse(like(columns.owner, term.values.flatMap(ownerGlobs)));
    case 'registry':
      return orFalse(like(columns.registry, term.values));
    case 'repo':
      return orFalse(like(columns.repository, term.values));
    case 'tag':
      return orFalse(like(columns.tag, term.values));
  }
}

/** The column itself, however it is searched. */
export function columnOf(names: SQLWrapper | SearchedNames): SQLWrapper {
  return 'column' in names ? names.column : names;
}

function hasName(names: SQLWrapper | SearchedNames, matches: (name: SQLWrapper) => SQL): SQL {
  return 'column' in names ? names.any(matches) : orFalse(matches(names));
}

function hasMember(names: SQLWrapper | SearchedNames, matches: (name: SQLWrapper) => SQL): SQL {
  if ('column' in names) return names.any(matches);
  return sql`exists (select from unnest(${names}) as member where ${matches(sql`member`)})`;
}

/** Any of some conditions; false without one. */
export function anyOf(conditions: readonly SQL[]): SQL {
  return or(...conditions) ?? sql`false`;
}

function isOfAge(age: Age, { moment, behindSince }: FilterColumns): SQL {
  const milliseconds = sql`extract(epoch from (${moment} - ${behindSince})) * 1000`;
  return sql`${milliseconds} ${sql.raw(age.comparison)} ${ageMs(age)}::numeric`;
}

function startsWith(digest: SQLWrapper, prefix: string): SQL {
  const compared = prefix.includes(':') ? sql`${digest}` : sql`split_part(${digest}, ':', 2)`;
  return sql`${compared} like ${`${escapeLike(prefix)}%`}`;
}

function textCondition(values: readonly string[], exact: boolean, columns: FilterColumns): SQL {
  const digests = values.flatMap((value) => digestPrefix(value) ?? []);
  const similar = exact ? [] : values.flatMap((value) => fuzzyPattern(value) ?? []);
  // As `fuzzySubject` writes it.
  const name = sql`lower(${columns.repository} || coalesce(':' || ${columns.tag}, ''))`;
  return orFalse(
    anyOf([
      like(
        columns.reference,
        values.map((value) => `*${value}*`),
      ),
      ...similar.map((pattern) => sql`${name} ~ ${pattern}`),
      ...digests.map((prefix) => sql`coalesce(${startsWith(columns.digest, prefix)}, false)`),
    ]),
  );
}

/**
 * Whether `namePatterns` selects a fully qualified name. Values without `*` are compared exactly, after the parts they
 * leave out are removed from the name: one lookup for each name, however many values there are.
 */
function isNamed(name: SQLWrapper, values: readonly string[]): SQL {
  const wild = namePatterns(values.filter((value) => value.includes('*')));
  const plain = values.filter((value) => !value.includes('*')).map((value) => value.toLowerCase());
  const last = sql`regexp_replace(${name}, '^.*/', '')`;
  return anyOf([
    ...isPlain(name, plain, qualified),
    ...isPlain(
      last,
      plain.filter((value) => !value.includes('/')),
      (value) => [value],
    ),
    ...(wild.whole.length === 0 ? [] : [like(name, wild.whole)]),
    ...(wild.last.length === 0 ? [] : [like(last, wild.last)]),
  ]);
}

/** One condition for each part of a name that values leave out. */
function isPlain(name: SQLWrapper, values: readonly string[], inFull: (value: string) => string[]): SQL[] {
  const byEnding = Map.groupBy(values, (value) => {
    const last = value.slice(value.lastIndexOf('/') + 1);
    return last.includes('@') ? '@' : last.includes(':') ? ':' : '';
  });
  const parts = [
    ['@', sql`${name}`],
    [':', sql`split_part(${name}, '@', 1)`],
    ['', sql`regexp_replace(${name}, '[:@][^/]*$', '')`],
  ] as const;
  return parts.flatMap(([ending, part]) => {
    const names = (byEnding.get(ending) ?? []).flatMap(inFull);
    return names.length === 0 ? [] : [sql`lower(${part}) = any(${sql.param(names)}::text[])`];
  });
}

function orFalse(condition: SQL): SQL {
  return sql`coalesce(${condition}, false)`;
}

function like(column: SQLWrapper, globs: readonly string[]): SQL {
  return sql`${column} ilike any(${sql.param(globs.map(globToLike))}::text[])`;
}

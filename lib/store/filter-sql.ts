import { and, not, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Filter, FilterTerm } from '#lib/lineage/filter.ts';
import { nameGlobs, platformGlobs } from '#lib/lineage/filter-match.ts';
import { globToLike } from '#lib/lineage/glob.ts';
import { images } from './schema/images.ts';

/** A filter as a condition on `images`; `undefined` for the empty filter. Chooses what `matchesFilter` chooses. */
export function filterCondition(filter: Filter): SQL | undefined {
  return and(...filter.map((term) => (term.negated ? not(condition(term)) : condition(term))));
}

function condition(term: FilterTerm): SQL {
  switch (term.key) {
    case 'status':
      return anyOf(term.values.map((status) => sql`${images.status} = ${status}`));
    case 'is':
      return sql`${images.sample}`;
    case 'text':
      return like(
        images.reference,
        term.values.map((value) => `*${value}*`),
      );
    case 'base':
      return like(images.baseName, term.values.flatMap(nameGlobs));
    case 'ancestor':
      return likeAny(images.ancestors, term.values.flatMap(nameGlobs));
    case 'platform':
      return likeAny(images.platforms, term.values.flatMap(platformGlobs));
    case 'registry':
      return like(images.registry, term.values);
    case 'repo':
      return like(images.repository, term.values);
    case 'tag':
      return like(images.tag, term.values);
  }
}

/** Never null, so that its negation holds where there is nothing to compare. */
function like(column: PgColumn, globs: readonly string[]): SQL {
  return sql`coalesce(${column} ilike any(${patterns(globs)}), false)`;
}

function likeAny(column: PgColumn, globs: readonly string[]): SQL {
  return sql`exists (select from unnest(${column}) as member where member ilike any(${patterns(globs)}))`;
}

function patterns(globs: readonly string[]): SQL {
  return sql`${sql.param(globs.map(globToLike))}::text[]`;
}

function anyOf(conditions: readonly SQL[]): SQL {
  return or(...conditions) ?? sql`false`;
}

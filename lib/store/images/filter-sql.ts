import { and, getTableColumns, not, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { FilterNode } from '#lib/lineage/filter/filter-node.ts';
import { baseNames, images, verdicts } from '../schema/images.ts';
import { anyOf, columnOf, type FilterColumns, termCondition } from './filter-term-sql.ts';

/** The columns of rows called `images`; `behind:` counts to now. */
const COLUMNS = {
  ...getTableColumns(images),
  snoozed: sql`(${images.holdId} is not null)`,
  mentionedAs: images.reference,
  moment: sql`now()`,
};

/** Those of `base_names` that match: few, however many images there are. */
function matchingBases(matches: (name: SQL) => SQL): SQL {
  return sql`array(select ${baseNames.name} from ${baseNames} where ${matches(sql`${baseNames.name}`)})`;
}

/** The columns of tracked images with their latest verdict. */
export const LATEST: FilterColumns = {
  ...COLUMNS,
  baseName: {
    column: images.baseName,
    any: (matches) =>
      sql`(${images.baseName} is not null and ${images.baseName} = any(${matchingBases(matches)}))`,
  },
  ancestors: {
    column: images.ancestors,
    any: (matches) => sql`${images.ancestors} && ${matchingBases(matches)}`,
  },
};

/** The columns of a past verdict, with the names of its image. */
const PAST: FilterColumns = (() => {
  const { status, baseName, ancestors, platforms, behindSince, at } = verdicts;
  const digest = sql`${verdicts.lineage} ->> 'digest'`;
  return {
    ...{ ...COLUMNS, status, baseName, ancestors, platforms, behindSince, digest },
    moment: at,
  };
})();

/**
 * A filter as a condition on images with their latest verdict, or on other columns with the same meaning; `undefined`
 * for the empty filter. Selects what `compileFilter` selects.
 */
export function filterCondition(filter: Filter, columns: FilterColumns = LATEST): SQL | undefined {
  return and(...filter.map((node) => nodeCondition(node, columns)));
}

/** A filter as a condition on `fleetAt`: the fleet now, or as it was at a time. */
export function fleetCondition(filter: Filter, at: Date | undefined): SQL | undefined {
  if (at === undefined) return filterCondition(filter);
  return pastFleetCondition(filter, sql`${at.toISOString()}::timestamptz`);
}

/** A filter as a condition on rows called `images` of a past time, with the columns of `everTracked` and a verdict. */
export function pastFleetCondition(filter: Filter, moment: SQL): SQL | undefined {
  return filterCondition(filter, { ...COLUMNS, snoozed: sql`images.snoozed`, moment });
}

/** A filter as a condition on `verdicts` joined with their `images`: what each verdict said at its time. */
export function pastFilterCondition(filter: Filter): SQL | undefined {
  return filterCondition(filter, PAST);
}

/**
 * A filter for callers without access: it selects among public images and compares only with base names that are
 * public images too, and with no digest, owner, snooze or source. Otherwise a caller could guess them letter by letter
 * with `*`.
 */
export function publicCondition(filter: Filter): SQL {
  return publicOf(filter, LATEST);
}

/** {@link publicCondition} on `verdicts` joined with their `images`. Uses the current visibility. */
export function publicPastCondition(filter: Filter): SQL {
  return publicOf(filter, PAST);
}

function publicOf(filter: Filter, columns: FilterColumns): SQL {
  const baseName = columnOf(columns.baseName);
  const ancestors = columnOf(columns.ancestors);
  const condition = filterCondition(filter, {
    ...columns,
    digest: sql`null::text`,
    owner: sql`null::text`,
    snoozed: sql`false`,
    mentionedAs: sql`null::text`,
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

function nodeCondition(node: FilterNode, columns: FilterColumns): SQL {
  if ('key' in node) return termCondition(node, columns);
  if ('not' in node) return not(nodeCondition(node.not, columns));
  if ('any' in node) return anyOf(node.any.map((each) => nodeCondition(each, columns)));
  return filterCondition(node.all, columns) ?? sql`true`;
}

import { FilterSyntaxError } from './filter-error.ts';
import type { FilterNode } from './filter-node.ts';
import { type FilterTerm, formatTerm } from './filter-term.ts';
import { readFilter } from './read-filter.ts';

/**
 * The one filter language of table, graph, API and channels, as plain data. A filter is a list of conditions, all of
 * which must hold; the empty one matches everything.
 *
 *     status:stale,broken -base:"debian:*" behind:>30d (registry:ghcr.io OR repo:apps/*) NOT is:sample shop
 *
 * Words apart by spaces must all hold (`AND` may stand between them); `OR` binds less than that, parentheses group,
 * `NOT`, `-` and `!` negate. `,` is "any of" the values of a key; `*` matches any run of characters, `/` included;
 * letter case never matters. Quotes take spaces, commas, colons and parentheses as they are (`*` stays a wildcard in
 * them); a value cannot hold a quote, which no reference has. A word without a key matches anywhere in the reference,
 * or resembles a part of it unless it is in quotes. docs/filters.md is the reference of the language.
 */
export type Filter = readonly FilterNode[];

/** Characters, as many as the HTTP contract lets through. */
const MAX_LENGTH = 2000;

/** Reads a filter; an empty text is the empty filter, which matches everything. Throws {@link FilterSyntaxError}. */
export function parseFilter(text: string): Filter {
  if (text.length > MAX_LENGTH) {
    throw new FilterSyntaxError(MAX_LENGTH, `a filter has at most ${MAX_LENGTH} characters`);
  }
  const unstorable = text.search(/\0|\p{Cs}/u);
  if (unstorable >= 0)
    throw new FilterSyntaxError(unstorable, 'a NUL or a lone surrogate cannot be in a filter');
  return readFilter(text);
}

/** Writes a filter so that {@link parseFilter} reads the same back, quoted only where it has to be. */
export function formatFilter(filter: Filter): string {
  const [only] = filter;
  if (only !== undefined && filter.length === 1 && 'any' in only) return formatAny(only.any);
  return filter.map(formatNode).join(' ');
}

/** All terms of a filter, negated ones included. */
export function termsOf(filter: Filter): FilterTerm[] {
  return filter.flatMap((node): FilterTerm[] => {
    if ('key' in node) return [node];
    if ('not' in node) return termsOf([node.not]);
    return termsOf('any' in node ? node.any : node.all);
  });
}

function formatNode(node: FilterNode): string {
  if ('key' in node) return formatTerm(node);
  if ('not' in node) return `-${formatNode(node.not)}`;
  return `(${'any' in node ? formatAny(node.any) : formatFilter(node.all)})`;
}

function formatAny(nodes: readonly FilterNode[]): string {
  return nodes.map(formatNode).join(' OR ');
}

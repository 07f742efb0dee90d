import type { FilterTerm } from './filter-term.ts';

/** A condition. `parseFilter` nests no list in a list of the same kind and no negation in a negation. */
export type FilterNode =
  | FilterTerm
  | { readonly not: FilterNode }
  | { readonly any: readonly FilterNode[] }
  | { readonly all: readonly FilterNode[] };

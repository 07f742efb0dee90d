import { useMemo, useState } from 'react';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { FilterSyntaxError } from '#lib/lineage/filter/filter-error.ts';

/**
 * The filter to show: the page's own, or while that cannot be read the last one that could, with what is wrong. A page
 * that opens with a wrong filter shows the whole fleet.
 */
export function useGoodFilter(filter: string): { good: string; problem: string | undefined } {
  const problem = useMemo(() => problemOf(filter), [filter]);
  const [last, setLast] = useState(problem === undefined ? filter : '');
  if (problem === undefined && last !== filter) setLast(filter);
  return { good: problem === undefined ? filter : last, problem };
}

/** What is wrong with a filter, in a sentence; `undefined` if it can be read. */
function problemOf(filter: string): string | undefined {
  try {
    parseFilter(filter);
    return undefined;
  } catch (error) {
    if (error instanceof FilterSyntaxError) return error.message;
    throw error;
  }
}

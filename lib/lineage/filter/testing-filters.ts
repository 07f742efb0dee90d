import fc from 'fast-check';
import { FILTER_ANSWERS, FILTER_TRAITS, PATTERN_KEYS } from '../vocabulary/filter-keys.ts';
import { STATUS } from '../vocabulary/status.ts';
import type { Filter } from './filter.ts';
import { AGE_UNIT, COMPARISON } from './filter-age.ts';
import type { FilterNode } from './filter-node.ts';
import type { FilterTerm } from './filter-term.ts';

const several = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
const constant = <T extends string>(key: T) => fc.constant(key);

/** Terms of every key; patterns and free text are of these values. */
export function anyTerm(values: {
  readonly pattern: fc.Arbitrary<string>;
  /** Values of free text that may resemble a name; they must need no quotes. */
  readonly word: fc.Arbitrary<string>;
  readonly digest: fc.Arbitrary<string>;
}): fc.Arbitrary<FilterTerm> {
  const { pattern, word, digest } = values;
  const age = fc.record({
    comparison: fc.constantFrom(...COMPARISON),
    amount: fc.integer({ min: 0, max: 4 }),
    unit: fc.constantFrom(...AGE_UNIT),
  });
  return fc.oneof(
    fc.record({ key: constant('status'), values: several(fc.constantFrom(...STATUS)) }),
    fc.record({ key: constant('is'), values: several(fc.constantFrom(...FILTER_TRAITS)) }),
    fc.record({
      key: fc.constantFrom('public', 'running'),
      values: several(fc.constantFrom(...FILTER_ANSWERS)),
    }),
    fc.record({ key: constant('behind'), values: several(age) }),
    fc.record({ key: constant('digest'), values: several(digest) }),
    fc.record({ key: constant('text'), values: several(pattern), exact: fc.constant(true) }),
    fc.record({ key: constant('text'), values: several(word), exact: fc.constant(false) }),
    fc.record({ key: fc.constantFrom(...PATTERN_KEYS), values: several(pattern) }),
  );
}

/** Filters of these terms in the form that `parseFilter` gives them, nested up to a depth. */
export function anyFilter(term: fc.Arbitrary<FilterTerm>, depth = 3): fc.Arbitrary<Filter> {
  return fc.array(anyNode(term, depth), { maxLength: 3 }).map((nodes) => nodes.flatMap(conditionsOf));
}

function anyNode(term: fc.Arbitrary<FilterTerm>, depth: number): fc.Arbitrary<FilterNode> {
  if (depth === 0) return term;
  const inner = anyNode(term, depth - 1);
  const list = fc.array(inner, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: term },
    { weight: 2, arbitrary: inner.map((node) => ('not' in node ? node.not : { not: node })) },
    {
      weight: 2,
      arbitrary: list.map((nodes) => ({
        any: nodes.flatMap((node): readonly FilterNode[] => ('any' in node ? node.any : [node])),
      })),
    },
    { weight: 1, arbitrary: list.map((nodes) => ({ all: nodes.flatMap(conditionsOf) })) },
  );
}

function conditionsOf(node: FilterNode): readonly FilterNode[] {
  return 'all' in node ? node.all : [node];
}

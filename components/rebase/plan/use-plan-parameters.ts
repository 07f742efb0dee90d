import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

const MODES = ['merge', 'keep-original'] as const;

const PARSERS = {
  reference: parseAsString.withDefault(''),
  newBase: parseAsString.withDefault(''),
  target: parseAsString.withDefault(''),
  mode: parseAsStringLiteral(MODES).withDefault('merge'),
  annotate: parseAsStringLiteral(['1'] as const),
};

/** What is planned, as the URL holds it. */
export interface PlanParameters {
  readonly reference: string;
  readonly newBase: string;
  readonly target: string;
  readonly mode: (typeof MODES)[number];
  /** Write the base annotations instead of swapping the base. */
  readonly annotate: '1' | null;
}

export function usePlanParameters() {
  const [parameters, setParameters] = useQueryStates(PARSERS, { history: 'push' });
  return { parameters, setParameters };
}

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

const MODES = ['merge', 'keep-original'] as const;

const PARSERS = {
  reference: parseAsString.withDefault(''),
  newBase: parseAsString.withDefault(''),
  target: parseAsString.withDefault(''),
  mode: parseAsStringLiteral(MODES).withDefault('merge'),
  annotate: parseAsStringLiteral(['1'] as const),
};

/** The parameters of a plan, held by the URL. */
export interface PlanParameters {
  readonly reference: string;
  readonly newBase: string;
  readonly target: string;
  readonly mode: (typeof MODES)[number];
  /** Write base annotations instead of replacing the base. */
  readonly annotate: '1' | null;
}

/** Reads and changes the parameters of a plan in the URL. */
export function usePlanParameters() {
  const [parameters, setParameters] = useQueryStates(PARSERS, { history: 'push' });
  return { parameters, setParameters };
}

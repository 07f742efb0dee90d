import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { CONFIG_MODE, type ConfigMode } from '#lib/rebase/rebase.ts';

const PARSERS = {
  reference: parseAsString.withDefault(''),
  newBase: parseAsString.withDefault(''),
  target: parseAsString.withDefault(''),
  mode: parseAsStringLiteral(CONFIG_MODE).withDefault('merge'),
  annotate: parseAsStringLiteral(['1'] as const),
};

/** What is planned, as the URL holds it. */
export interface PlanParameters {
  readonly reference: string;
  readonly newBase: string;
  readonly target: string;
  readonly mode: ConfigMode;
  /** Write the base annotations instead of swapping the base. */
  readonly annotate: '1' | null;
}

export function usePlanParameters() {
  const [parameters, setParameters] = useQueryStates(PARSERS, { history: 'push' });
  return { parameters, setParameters };
}

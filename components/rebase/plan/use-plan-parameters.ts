import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { CONFIG_MODE, type ConfigMode } from '#lib/rebase/rebase.ts';

const PARSERS = {
  reference: parseAsString.withDefault(''),
  newBase: parseAsString.withDefault(''),
  target: parseAsString.withDefault(''),
  mode: parseAsStringLiteral(CONFIG_MODE).withDefault('merge'),
  annotate: parseAsStringLiteral(['1'] as const),
  base: parseAsString.withDefault(''),
};

/** The parameters of a plan, held by the URL. */
export interface PlanParameters {
  readonly reference: string;
  readonly newBase: string;
  readonly target: string;
  readonly mode: ConfigMode;
  /** Write base annotations instead of replacing the base. */
  readonly annotate: '1' | null;
  /** The base to annotate; empty for the one that the evidence names. */
  readonly base: string;
}

/** Reads and changes the parameters of a plan in the URL. */
export function usePlanParameters() {
  const [parameters, setParameters] = useQueryStates(PARSERS, { history: 'push' });
  return { parameters, setParameters };
}

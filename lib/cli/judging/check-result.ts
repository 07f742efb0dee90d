import { type Band, STATUSES, type Status } from '#lib/lineage/vocabulary/status.ts';
import type { DescribedLineage } from '#lib/lineage/words/described-lineage.ts';
import type { Target } from './targets.ts';

/** What a check comes to, mildest first: what is surely false outranks what could not be checked, and that what is stale. */
export const OUTCOMES = ['fresh', 'stale', 'unchecked', 'broken'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const OUTCOME_OF: Readonly<Record<Band, Outcome>> = {
  fresh: 'fresh',
  // Nothing can move beneath it, and what its base's publisher does is the pin's owner's to follow.
  pinned: 'fresh',
  stale: 'stale',
  broken: 'broken',
  unknown: 'unchecked',
};

const EXIT_CODE: Readonly<Record<Outcome, number>> = { fresh: 0, stale: 1, broken: 2, unchecked: 3 };

/** The process's exit code where it was called in a way that cannot work (`EX_USAGE` of sysexits.h). */
export const EXIT_USAGE = 64;
/** Where it met a bug of its own (`EX_SOFTWARE`). */
export const EXIT_BUG = 70;

/** A registry's failure in the contract's words. */
export interface CheckError {
  readonly host: string;
  /** A registry operation, or `get-lineage`; a server of a later version may name others. */
  readonly operation: string;
  readonly code: string;
  /** One line, safe to show. */
  readonly message: string;
}

/** One image looked at. */
export interface Look {
  readonly lineage: DescribedLineage;
  /** What kept the image itself from being looked at. */
  readonly error: CheckError | null;
  /** A line for everything that could not be looked at on the way, `error` included. */
  readonly failures: readonly string[];
}

/** One image checked. */
export interface Checked extends Look {
  readonly target: Target;
  readonly outcome: Outcome;
  /** It is stale, and the caller lets it pass. */
  readonly tolerated: boolean;
}

/** What a badge comes to. */
export function outcomeOf(status: Status): Outcome {
  return OUTCOME_OF[STATUSES[status].band];
}

/** The exit code of several images: the worst one's; of none it is that of what could not be checked. */
export function exitCode(outcomes: readonly Outcome[]): number {
  return EXIT_CODE[OUTCOMES.findLast((outcome) => outcomes.includes(outcome)) ?? 'unchecked'];
}

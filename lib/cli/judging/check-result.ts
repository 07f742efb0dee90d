import { unresolvedLineage } from '#lib/lineage/chain/judge-chain.ts';
import { type Band, STATUSES, type Status } from '#lib/lineage/vocabulary/status.ts';
import { type DescribedLineage, describeLineage } from '#lib/lineage/words/described-lineage.ts';
import type { Target } from './targets.ts';

/** The result of a check, mildest first: a proven problem outranks a failed check, which outranks staleness. */
export const OUTCOMES = ['fresh', 'stale', 'unchecked', 'broken'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const OUTCOME_OF: Readonly<Record<Band, Outcome>> = {
  fresh: 'fresh',
  root: 'fresh',
  // A pinned base cannot move. Whether to update the pin is its owner's decision.
  pinned: 'fresh',
  stale: 'stale',
  broken: 'broken',
  unknown: 'unchecked',
};

const EXIT_CODE: Readonly<Record<Outcome, number>> = { fresh: 0, stale: 1, broken: 2, unchecked: 3 };

/** The exit code for invalid arguments or configuration (`EX_USAGE` of sysexits.h). */
export const EXIT_USAGE = 64;
/** The exit code for a bug in this program (`EX_SOFTWARE`). */
export const EXIT_BUG = 70;

/** A registry's failure, with the API contract's terms. */
export interface CheckError {
  readonly host: string;
  /** A registry operation, or `get-lineage`; a later server may have others. */
  readonly operation: string;
  readonly code: string;
  /** One line, safe to show. */
  readonly message: string;
}

/** The verdict about one image. */
export interface ImageCheck {
  readonly lineage: DescribedLineage;
  /** Why the image itself could not be checked. */
  readonly error: CheckError | null;
  /** A line for each failed request, `error` included. */
  readonly failures: readonly string[];
}

/** The lineage of an image that could not be checked; `why` is the second half of a sentence. */
export function uncheckedLineage(reference: string, now: string, why: string): DescribedLineage {
  return describeLineage(unresolvedLineage(reference, null, now, { kind: 'check-failed', detail: why }));
}

/** A checked image with its outcome. */
export interface Checked extends ImageCheck {
  readonly target: Target;
  readonly outcome: Outcome;
  /** It is stale, but the caller tolerates that. */
  readonly tolerated: boolean;
}

/** The outcome of a status. */
export function outcomeOf(status: Status): Outcome {
  return OUTCOME_OF[STATUSES[status].band];
}

/** The exit code of several images: the worst one's; without images, that of a failed check. */
export function exitCode(outcomes: readonly Outcome[]): number {
  return EXIT_CODE[OUTCOMES.findLast((outcome) => outcomes.includes(outcome)) ?? 'unchecked'];
}

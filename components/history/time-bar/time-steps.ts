import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** A moment at which something changed: a stop of the slider. */
export interface TimeStep {
  /** ISO 8601. */
  readonly at: string;
  /** What changed, in a few words. */
  readonly what: string;
}

/** Where a moment is among the steps, oldest first, and which steps are next to it. */
export interface TimePlace {
  /** Index of the last step that is not after the moment; -1 before the first. */
  readonly index: number;
  /** What changed at exactly this moment. */
  readonly what: string | undefined;
  /** The moment of the step before; undefined if there is none. */
  readonly earlier: string | undefined;
  /** The moment of the step after; null for now, which follows the last step. */
  readonly later: string | null;
}

/** Finds a moment (ISO 8601) among steps. */
export function placeAmong(steps: readonly TimeStep[], at: string): TimePlace {
  const moment = Date.parse(at);
  const index = steps.findLastIndex((step) => Date.parse(step.at) <= moment);
  const here = steps[index];
  const isExact = here?.at === at;
  return {
    index,
    what: isExact ? here.what : undefined,
    earlier: steps[isExact ? index - 1 : index]?.at,
    later: momentOf(steps, index + 1),
  };
}

/** The moment of a step; null for now, beyond the last step. */
export function momentOf(steps: readonly TimeStep[], index: number): string | null {
  return steps[index]?.at ?? null;
}

/** The moments of a fleet as steps. */
export function stepsOf(
  moments: readonly { readonly at: string; readonly changes: number }[] | undefined,
): TimeStep[] | undefined {
  return moments?.map(({ at, changes }) => ({ at, what: counted(changes, 'change') }));
}

/** A moment at which something changed: where the slider stops. */
export interface TimeStep {
  /** ISO 8601. */
  readonly at: string;
  /** What changed, in a few words. */
  readonly what: string;
}

/** Which of the steps, oldest first, a moment follows: the last that is not after it; -1 before the first. */
export function placeAmong(steps: readonly TimeStep[], at: string): number {
  const moment = Date.parse(at);
  return steps.findLastIndex((step) => Date.parse(step.at) <= moment);
}

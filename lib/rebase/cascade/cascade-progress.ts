import { type CascadeItemState, type CascadeState, isOverItem } from '../states.ts';

/** How far a cascade is. */
export interface CascadeProgress {
  readonly total: number;
  readonly done: number;
  /** Of those done: failed, or in conflict. */
  readonly failed: number;
  /** Images done per minute since it was started or resumed; null while that is not known. */
  readonly perMinute: number | null;
  /** Seconds until the last image is done at that rate; null while that is not known. */
  readonly remainingSeconds: number | null;
}

interface ProgressQuestion {
  readonly state: CascadeState;
  readonly roundStartedAt: Date | null;
  readonly now: Date;
  readonly items: readonly { readonly state: CascadeItemState; readonly finishedAt: Date | null }[];
}

/** A rate of fewer images says nothing about the next ones. */
const ENOUGH = 3;

/** Counts a cascade's images. A rate is given only while it runs and enough images have finished since its last start. */
export function cascadeProgress({ state, roundStartedAt, now, items }: ProgressQuestion): CascadeProgress {
  const over = items.filter((item) => isOverItem(item.state));
  const counts = {
    total: items.length,
    done: over.length,
    failed: over.filter((item) => item.state === 'failed' || item.state === 'conflict').length,
  };
  const since = roundStartedAt?.getTime();
  const inRound = over.filter(
    ({ finishedAt }) => since !== undefined && (finishedAt?.getTime() ?? 0) >= since,
  );
  const minutes = since === undefined ? 0 : (now.getTime() - since) / 60_000;
  if (state !== 'running' || inRound.length < ENOUGH || minutes <= 0) {
    return { ...counts, perMinute: null, remainingSeconds: null };
  }
  const rate = inRound.length / minutes;
  return {
    ...counts,
    perMinute: Math.round(rate * 10) / 10,
    remainingSeconds: Math.ceil(((counts.total - counts.done) / rate) * 60),
  };
}

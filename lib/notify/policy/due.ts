import type { Change } from '../channel.ts';

/** How an image stands now, and since when. */
export interface Turn {
  readonly change: Change;
  /** When its verdict became this. */
  readonly since: Date;
  /** When the base was first seen to have moved on; null where that is not known. */
  readonly behindSince: Date | null;
  /**
   * How often it turned from one {@link Change} to another within the last day, this turn included. A registry
   * that did not answer is no turn.
   */
  readonly turns: number;
}

const HOUR_MS = 3_600_000;
/** A registry that does not answer for a moment is no news. */
const UNKNOWN_HOLDS_MS = HOUR_MS / 2;
/** Turns within a day from which on an image is flapping: its registry answers now this, now that. */
const FLAPPING_TURNS = 4;
/** A flapping image is told of once it has stood still for so long. */
const FLAPPING_HOLDS_MS = 6 * HOUR_MS;

/**
 * When a change may be told: stale ones once the base has been out for the channel's cool-down, counted from
 * when it was first seen; unknown ones once they have lasted for half an hour; flapping ones once they have held
 * for six hours. The latest of what applies.
 */
export function dueAt({ change, since, behindSince, turns }: Turn, coolDownHours: number): Date {
  const times = [since.getTime()];
  if (change === 'stale') times.push((behindSince ?? since).getTime() + coolDownHours * HOUR_MS);
  if (change === 'unknown') times.push(since.getTime() + UNKNOWN_HOLDS_MS);
  if (turns >= FLAPPING_TURNS) times.push(since.getTime() + FLAPPING_HOLDS_MS);
  return new Date(Math.max(...times));
}

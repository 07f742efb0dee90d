import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Change } from '../channel.ts';
import { CHANGE_OF_STATUS } from './notification-state.ts';

/** A verdict that differs from the one before it; `previousStatus` is null for an image's first. */
export interface StatusChange {
  readonly status: Status;
  readonly previousStatus: Status | null;
}

/** When an image changed, and how often it did lately. */
export interface ChangeTiming {
  readonly change: Change;
  /** When the verdict became this. */
  readonly since: Date;
  /** When the tag of the base was first seen on a newer digest; null if that is not known. */
  readonly behindSince: Date | null;
  /** The image's changed verdicts since {@link flapWindowStart}, the latest included. */
  readonly recent: readonly StatusChange[];
}

const HOUR_MS = 3_600_000;
/** An outage that is shorter is not worth a message. */
const UNKNOWN_LASTS_MS = HOUR_MS / 2;
const FLAP_WINDOW_MS = 24 * HOUR_MS;
/** An image that changes this often within the window is flapping, because its registry or base is unstable. */
const FLAPPING_CHANGES = 4;
/** A flapping image is reported once it has kept its status this long. */
const FLAPPING_LASTS_MS = 6 * HOUR_MS;

/** The time from which changes count towards flapping. */
export function flapWindowStart(now: Date): Date {
  return new Date(now.getTime() - FLAP_WINDOW_MS);
}

/** How many of the verdicts changed what is reported. An outage and its end do not count, nor does a first verdict. */
export function countChanges(recent: readonly StatusChange[]): number {
  return recent.filter(({ status, previousStatus }) => {
    const [after, before] = [CHANGE_OF_STATUS[status], previousStatus && CHANGE_OF_STATUS[previousStatus]];
    if (after === null || before === null) return false;
    return after !== before && after !== 'unknown' && before !== 'unknown';
  }).length;
}

/**
 * When a change may be sent, the latest of what applies: `stale` once the base is older than the channel's cool-down,
 * counted from when it was first seen; `unknown` once it has lasted half an hour; a flapping image once it has kept
 * its status for six hours.
 */
export function dueAt({ change, since, behindSince, recent }: ChangeTiming, coolDownHours: number): Date {
  const times = [since.getTime()];
  if (change === 'stale') times.push((behindSince ?? since).getTime() + coolDownHours * HOUR_MS);
  if (change === 'unknown') times.push(since.getTime() + UNKNOWN_LASTS_MS);
  if (countChanges(recent) >= FLAPPING_CHANGES) times.push(since.getTime() + FLAPPING_LASTS_MS);
  return new Date(Math.max(...times));
}

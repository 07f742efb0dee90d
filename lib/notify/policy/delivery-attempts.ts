import type { DeliveryState } from '../channel.ts';
import { type Outcome, retrySeconds } from './delivery-outcome.ts';

/** Longer than any attempt takes; after it, the sender is taken for dead and another process sends. */
export const LEASE_MS = 30_000;
/** Clocks differ: a job may run this much before the time that it was put off to. */
const EARLY_MS = 2000;
/** A delivery whose job has not come for this long is queued again. */
const STRANDED_MS = 30_000;
/** No lease is this long: one that seems to be was given before the clock was set back. */
const LEASE_LIMIT_MS = 3_600_000;
/** A channel that fails this long without one success is paused. */
const PAUSE_AFTER_MS = 24 * 3_600_000;
/** A message is tried this long on a channel that works. Longer than the pause, so that a pause comes first. */
const GIVE_UP_AFTER_MS = 36 * 3_600_000;
/** The delivery log is kept this long. */
const LOG_KEPT_MS = 30 * 24 * 3_600_000;

/** Whether anything is sent to a channel. */
export function isActive(channel: { readonly enabled: boolean; readonly pausedAt: Date | null }): boolean {
  return channel.enabled && channel.pausedAt === null;
}

/** A delivery, as far as it decides who may send it. */
export interface Claimable {
  readonly state: DeliveryState;
  readonly nextAttemptAt: Date | null;
  readonly leasedUntil: Date | null;
}

/** True if a delivery may be sent now: it is due, or its sender has died. */
export function mayClaim({ state, nextAttemptAt, leasedUntil }: Claimable, now: Date): boolean {
  if (state === 'waiting') {
    return nextAttemptAt !== null && nextAttemptAt.getTime() <= now.getTime() + EARLY_MS;
  }
  return state === 'sending' && leasedUntil !== null && leasedUntil < now;
}

/** Bounds outside which an unfinished delivery has lost its job. */
export interface StrandedBounds {
  /** One that waits is stranded if it was due before this. */
  readonly dueBefore: Date;
  /** One that is being sent is stranded if its lease ended before this… */
  readonly leaseEndedBefore: Date;
  /** …or ends after this. */
  readonly leaseEndsAfter: Date;
}

export function strandedBounds(now: Date): StrandedBounds {
  return {
    dueBefore: new Date(now.getTime() - STRANDED_MS),
    leaseEndedBefore: now,
    leaseEndsAfter: new Date(now.getTime() + LEASE_LIMIT_MS),
  };
}

/** When a failed delivery is tried again; `attempts` counts this failure, `random` is in [0, 1). */
export function nextAttemptAt(attempts: number, outcome: Outcome, now: Date, random: number): Date {
  return new Date(now.getTime() + retrySeconds(attempts, outcome.retryAfter, random) * 1000);
}

/** What follows a failed attempt. */
export type FailureStep = 'retry' | 'pause-channel' | 'give-up';

/**
 * Decides what follows a failed attempt of a delivery that was created then, on a channel that has been failing since
 * then. A receiver that answers 410 is paused at once.
 */
export function afterFailure(
  outcome: Outcome,
  { createdAt, failingSince }: { readonly createdAt: Date; readonly failingSince: Date },
  now: Date,
): FailureStep {
  if (outcome.word === 'gone') return 'pause-channel';
  if (now.getTime() - failingSince.getTime() >= PAUSE_AFTER_MS) return 'pause-channel';
  return now.getTime() - createdAt.getTime() >= GIVE_UP_AFTER_MS ? 'give-up' : 'retry';
}

/** Deliveries that finished before this are deleted from the log. */
export function logKeptSince(now: Date): Date {
  return new Date(now.getTime() - LOG_KEPT_MS);
}

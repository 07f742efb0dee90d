import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { CHANGE, type Change } from '../channel.ts';

/**
 * The change that a status counts as in notifications. Stale below is stale; pinned and root are as good as fresh,
 * because nothing needs to be done. `null` before the first scan, which nobody is notified of.
 */
export const CHANGE_OF_STATUS: Readonly<Record<Status, Change | null>> = {
  'up-to-date': 'fresh',
  pinned: 'fresh',
  root: 'fresh',
  stale: 'stale',
  'stale-by-ancestor': 'stale',
  broken: 'broken',
  unknown: 'unknown',
  pending: null,
};

/** Whether a change is trouble, whose end is worth a notification. */
export const IS_TROUBLE: Readonly<Record<Change, boolean>> = {
  stale: true,
  broken: true,
  unknown: true,
  fresh: false,
};

/** How far a channel is with one image. */
export interface NotificationState {
  /** The last change that the channel has dealt with: sent, or skipped because it is not in its settings. */
  readonly change: Change;
  /** Whether the channel's readers know of trouble, so that "up to date again" is news to them. */
  readonly alarmed: boolean;
}

/**
 * The state after a change was sent. It is also the state in which a channel starts to watch an image: the status
 * that it has then is no news, but the end of trouble is.
 */
export function stateAfter(change: Change): NotificationState {
  return { change, alarmed: IS_TROUBLE[change] };
}

/**
 * The state once a hold on an image ended by itself: trouble that the channel's readers know of is reported again,
 * because it was only put off. Everything else goes on as it was.
 */
export function stateAfterHold(current: Change, state: NotificationState): NotificationState {
  const isKnown = state.alarmed && IS_TROUBLE[current] && state.change === current;
  return isKnown ? { change: 'fresh', alarmed: true } : state;
}

/** {@link stateAfterHold} for every situation that it changes, for the store. */
export const REMINDERS: readonly {
  readonly current: Change;
  readonly state: NotificationState;
  readonly next: NotificationState;
}[] = CHANGE.flatMap((current) =>
  [true, false].flatMap((alarmed) => {
    const state = { change: current, alarmed };
    const next = stateAfterHold(current, state);
    return next === state ? [] : [{ current, state, next }];
  }),
);

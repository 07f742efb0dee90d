import { CHANGE, type Change } from '../channel.ts';
import { IS_TROUBLE, type NotificationState, stateAfter } from './notification-state.ts';

/** One image on one channel, as it is now. */
export interface Situation {
  /** What the image's status counts as now. */
  readonly current: Change;
  /** How far the channel is with the image. */
  readonly state: NotificationState;
  /** Whether the channel's filter matches the image now. */
  readonly matches: boolean;
  /** Whether a hold snoozes the image now. */
  readonly snoozed: boolean;
}

/** What a channel does about an image: nothing, move on without a message, or send one when it is due. */
export type NextStep =
  | { readonly kind: 'none' }
  | { readonly kind: 'skip' | 'notify'; readonly next: NotificationState };

/**
 * Decides what a channel with these `changes` does about an image.
 *
 * - A change that the channel does not ask for is skipped, except `unknown`: it says nothing about the image, so what
 *   the readers know still holds.
 * - "Up to date again" is sent only to readers who know of trouble.
 * - An image that has left the filter is followed until it is fresh, so that reported trouble gets its end.
 * - Of a snoozed image nothing is sent and nothing is skipped: what still holds at the end of the hold is sent then.
 */
export function nextStep(changes: readonly Change[], situation: Situation): NextStep {
  const { current, state, matches, snoozed } = situation;
  if (snoozed || current === state.change) return { kind: 'none' };
  if (!matches && current !== 'fresh') return { kind: 'none' };
  const wanted = changes.includes(current) && (current !== 'fresh' || state.alarmed);
  if (wanted) return { kind: 'notify', next: stateAfter(current) };
  if (current === 'unknown') return { kind: 'none' };
  return {
    kind: 'skip',
    next: { change: current, alarmed: state.alarmed && IS_TROUBLE[current] },
  };
}

/** A situation with the step that it leads to. */
export interface Rule extends Situation {
  readonly kind: 'skip' | 'notify';
  readonly next: NotificationState;
}

/**
 * {@link nextStep} for every situation that asks for a step. The store joins images with these rules, so a fleet of
 * any size is decided in one query and the query holds no policy.
 */
export function rulesOf(changes: readonly Change[]): readonly Rule[] {
  const flags = [true, false];
  return CHANGE.flatMap((current) =>
    CHANGE.flatMap((change) =>
      flags.flatMap((alarmed) =>
        flags.flatMap((matches) =>
          flags.flatMap((snoozed): Rule[] => {
            const situation = { current, state: { change, alarmed }, matches, snoozed };
            const step = nextStep(changes, situation);
            return step.kind === 'none' ? [] : [{ ...situation, ...step }];
          }),
        ),
      ),
    ),
  );
}

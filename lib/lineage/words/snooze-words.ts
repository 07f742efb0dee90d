import { dayWords } from './time-words.ts';

/** Until when something is snoozed. */
export interface SnoozeEnd {
  /** ISO 8601; null if no date ends it. */
  readonly until: string | null;
  /** Whether the next digest of the base ends it. */
  readonly untilNextDigest: boolean;
}

/** "Snoozed until 6 Dec". `now` in ms since 1970. */
export function snoozeWords(end: SnoozeEnd, now: number, timeZone = 'UTC'): string {
  const words = endWords(end, now, timeZone);
  return words === 'for good' ? 'Snoozed' : `Snoozed ${words}`;
}

/** "until 6 Dec", "until its base moves" or "for good". */
export function endWords({ until, untilNextDigest }: SnoozeEnd, now: number, timeZone = 'UTC'): string {
  const ends = [
    ...(until === null ? [] : [dayWords(until, now, timeZone)]),
    ...(untilNextDigest ? ['its base moves'] : []),
  ];
  return ends.length === 0 ? 'for good' : `until ${ends.join(' or ')}`;
}

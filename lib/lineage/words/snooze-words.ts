/** Until when something is snoozed. */
export interface SnoozeEnd {
  /** ISO 8601; null if no date ends it. */
  readonly until: string | null;
  /** Whether the next digest of the base ends it. */
  readonly untilNextDigest: boolean;
}

/** "Snoozed until 6 Dec". `now` in ms since 1970. */
export function snoozeWords(end: SnoozeEnd, now: number): string {
  const words = endWords(end, now);
  return words === 'for good' ? 'Snoozed' : `Snoozed ${words}`;
}

/** "until 6 Dec", "until its base moves" or "for good". */
export function endWords({ until, untilNextDigest }: SnoozeEnd, now: number): string {
  const ends = [
    ...(until === null ? [] : [shortDate(until, now)]),
    ...(untilNextDigest ? ['its base moves'] : []),
  ];
  return ends.length === 0 ? 'for good' : `until ${ends.join(' or ')}`;
}

/** "6 Dec", and in another year "6 Dec 2027", in UTC like all times of the service. */
function shortDate(iso: string, now: number): string {
  const isThisYear = new Date(iso).getUTCFullYear() === new Date(now).getUTCFullYear();
  return new Intl.DateTimeFormat('en-GB', {
    ...{ day: 'numeric', month: 'short', timeZone: 'UTC' },
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(new Date(iso));
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS_BEFORE_MONTHS = 90;

/**
 * The span between two times (ms since 1970) in one fitting unit: "45 s", "2 min", "5 h",
 * "31 days", "7 months". Never negative: clocks differ by a little, and "in 2 s" would be noise.
 */
export function spanBetween(from: number, to: number): string {
  const seconds = Math.max(0, Math.round((to - from) / 1000));
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`;
  const days = Math.floor(seconds / DAY);
  if (days <= DAYS_BEFORE_MONTHS) return plural(days, 'day');
  if (days < 730) return plural(Math.floor(days / 30.44), 'month');
  return plural(Math.floor(days / 365.25), 'year');
}

/**
 * The same with "ago" or, a minute ahead or more, with "in": "3 min ago", "in 7 days". Closer to now it is "just now":
 * clocks differ.
 */
export function relativeTime(from: number, to: number): string {
  if (from - to >= MINUTE * 1000) return `in ${spanBetween(to, from)}`;
  return to - from < 10_000 ? 'just now' : `${spanBetween(from, to)} ago`;
}

/** The span in a short form, for a graph's edge or a chart's row: "31 d". */
export function shortSpan(from: number, to: number): string {
  return spanBetween(from, to)
    .replace(/ days?$/, ' d')
    .replace(/ months?$/, ' mo')
    .replace(/ years?$/, ' y');
}

/** `2026-11-24 08:17:47 UTC`: the same for every reader, sortable, and what registries write. */
export function absoluteTime(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** `23:18 UTC`, and on another day than that of `now` (ms since 1970) `29 Nov, 23:18 UTC`, with its year if that differs. */
export function clockTime(iso: string, now: number, timeZone = 'UTC'): string {
  const [then, today] = [partsIn(iso, timeZone), partsIn(now, timeZone)];
  const time = `${then.hour}:${then.minute} ${then.timeZoneName}`;
  return dayIn(then) === dayIn(today) ? time : `${shortDay(then, today)}, ${time}`;
}

/** A moment that something lasts until or happened at, with its distance: `6 Dec, in 7 days`, `14:05 UTC, in 3 h`. */
export function untilTime(iso: string, now: number, timeZone = 'UTC'): string {
  const [then, today] = [partsIn(iso, timeZone), partsIn(now, timeZone)];
  const distance = relativeTime(Date.parse(iso), now);
  const isToday = dayIn(then) === dayIn(today);
  return `${isToday ? clockTime(iso, now, timeZone) : shortDay(then, today)}, ${distance}`;
}

/** The day of a moment: `6 Dec`, and in another year than that of `now` (ms since 1970) `6 Dec 2027`. */
export function dayWords(iso: string, now: number, timeZone = 'UTC'): string {
  return shortDay(partsIn(iso, timeZone), partsIn(now, timeZone));
}

/** A moment in full: `27 Nov 2026, 22:14:05 UTC`. */
export function momentWords(iso: string, timeZone = 'UTC'): string {
  const { day, month, year, hour, minute, second, timeZoneName } = partsIn(iso, timeZone);
  return `${day} ${MONTHS[month - 1]} ${year}, ${hour}:${minute}:${second} ${timeZoneName}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  /** "UTC", "GMT+1". */
  readonly timeZoneName: string;
}

/** One for each zone: a table has thousands of times. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', timeZoneName: 'short' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  FORMATS.set(timeZone, format);
  return format;
}

function partsIn(moment: string | number, timeZone: string): Parts {
  const format = formatIn(timeZone);
  const parts = Object.fromEntries(
    format.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour = '', minute = '', second = '', timeZoneName = '' } = parts;
  return { year: Number(year), month: Number(month), day: Number(day), hour, minute, second, timeZoneName };
}

function dayIn({ year, month, day }: Parts): string {
  return `${year}-${month}-${day}`;
}

function shortDay({ year, month, day }: Parts, today: Parts): string {
  return `${day} ${MONTHS[month - 1]}${year === today.year ? '' : ` ${year}`}`;
}

/** How often a report is sent. */
export const SCHEDULE_EVERY = ['day', 'week', 'month'] as const;
export type ScheduleEvery = (typeof SCHEDULE_EVERY)[number];

/** The days of the week, the first as in ISO 8601: `weekday` 1 is Monday. */
export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** When a report is due, by the clocks of a place. */
export interface Schedule {
  readonly every: ScheduleEvery;
  /** 1 (Monday) to 7, for `week`. */
  readonly weekday: number;
  /** 1 to 31, for `month`; a month without that day has it on its last. */
  readonly monthDay: number;
  /** 0 to 23. */
  readonly hour: number;
  /** An IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
}

/** A day of the calendar; `month` 1 to 12. */
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** A monthly schedule is due within this many days. */
const MOST_DAYS = 62;

/** True for a name of the IANA time zone database that this system knows. Offsets such as `+02:00` are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The first time after `after` at which a schedule is due. An hour that a clock change skips is the first moment after
 * the gap; one that happens twice counts once, the first time.
 */
export function nextDue(schedule: Schedule, after: Date): Date {
  const { timeZone, hour } = schedule;
  const today = dayOf(localMs(after.getTime(), timeZone));
  for (let ahead = 0; ahead <= MOST_DAYS; ahead++) {
    const day = dayOf(Date.UTC(today.year, today.month - 1, today.day + ahead));
    if (!isDay(schedule, day)) continue;
    const due = timeOf(day, hour, timeZone);
    if (due > after.getTime()) return new Date(due);
  }
  throw new Error(`a schedule has no time within ${MOST_DAYS} days`);
}

/** "Every Monday at 09:00, Europe/Berlin". */
export function scheduleWords({ every, weekday, monthDay, hour, timeZone }: Schedule): string {
  const at = `at ${String(hour).padStart(2, '0')}:00, ${timeZone}`;
  if (every === 'day') return `Every day ${at}`;
  if (every === 'week') return `Every ${WEEKDAYS[weekday - 1]} ${at}`;
  return `Every month on day ${monthDay} ${at}`;
}

function isDay({ every, weekday, monthDay }: Schedule, { year, month, day }: Day): boolean {
  if (every === 'day') return true;
  if (every === 'week') return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7) === weekday;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day === Math.min(monthDay, last);
}

/** The time at which the clocks of a place show an hour of a day, in milliseconds since 1970. */
function timeOf({ year, month, day }: Day, hour: number, timeZone: string): number {
  const shown = Date.UTC(year, month - 1, day, hour);
  const offsets = [shown - DAY_MS, shown + DAY_MS].map((at) => localMs(at, timeZone) - at);
  const candidates = offsets.map((offset) => shown - offset).toSorted((a, b) => a - b);
  const [first = shown, last = shown] = candidates;
  return candidates.find((at) => localMs(at, timeZone) === shown) ?? Math.max(first, last);
}

/** What the clocks of a place show at a time, as if they showed UTC: milliseconds since 1970, to the second. */
function localMs(at: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** Making a format takes far longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

function dayOf(utc: number): Day {
  const date = new Date(utc);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

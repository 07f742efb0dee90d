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

/** The same with "ago"; under ten seconds it is "just now". */
export function relativeTime(from: number, to: number): string {
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

/** `23:18 UTC`, and on another day than that of `now` (ms since 1970) `2026-11-29 23:18 UTC`. */
export function clockTime(iso: string, now: number): string {
  const moment = new Date(iso).toISOString();
  const [day, time] = [moment.slice(0, 10), moment.slice(11, 16)];
  return day === new Date(now).toISOString().slice(0, 10) ? `${time} UTC` : `${day} ${time} UTC`;
}

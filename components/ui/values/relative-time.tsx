'use client';

import {
  absoluteTime,
  clockTime,
  momentWords,
  relativeTime,
  shortSpan,
  spanBetween,
  untilTime,
} from '#lib/lineage/words/time-words.ts';
import { useNow, useTimeZone } from './clock.tsx';

type Style = (iso: string, now: number, zone: string) => string;

const STYLES = {
  ago: (iso, now) => relativeTime(Date.parse(iso), now),
  span: (iso, now) => spanBetween(Date.parse(iso), now),
  short: (iso, now) => shortSpan(Date.parse(iso), now),
  until: untilTime,
  clock: clockTime,
  moment: (iso, _, zone) => momentWords(iso, zone),
} as const satisfies Readonly<Record<string, Style>>;

/**
 * A moment (ISO 8601) in the reader's zone, in full on hover. `as` chooses the words: `ago` "3 min ago" or "in 7 days",
 * `span` "31 days", `short` "31 d", `until` "6 Dec, in 7 days", `clock` "23:18 UTC", `moment` all of it. Text that is
 * no date is shown as it is: it may come from a publisher.
 */
export function Time({ value, as = 'ago' }: { value: string; as?: keyof typeof STYLES }) {
  const now = useNow();
  const zone = useTimeZone();
  if (Number.isNaN(Date.parse(value))) return <span>{value}</span>;
  const inFull = momentWords(value, zone);
  return (
    <time
      dateTime={value}
      title={zone === 'UTC' ? inFull : `${inFull}\n${absoluteTime(value)}`}
      className="whitespace-nowrap tabular-nums"
    >
      {STYLES[as](value, now, zone)}
    </time>
  );
}

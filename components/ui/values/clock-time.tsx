'use client';

import { absoluteTime, clockTime } from '#lib/lineage/words/time-words.ts';
import { useNow } from './clock.tsx';

/** A moment (ISO 8601) as a clock shows it, for "since": "23:18 UTC", with the day where it is not today's. */
export function ClockTime({ value }: { value: string }) {
  const now = useNow();
  return (
    <time dateTime={value} title={absoluteTime(value)} className="whitespace-nowrap tabular-nums">
      {clockTime(value, now)}
    </time>
  );
}

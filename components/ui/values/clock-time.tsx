'use client';

import { absoluteTime, clockTime } from '#lib/lineage/words/time-words.ts';
import { useNow } from './clock.tsx';

/** A moment (ISO 8601) after "since": "23:18 UTC", with the day if it is not today. */
export function ClockTime({ value }: { value: string }) {
  const now = useNow();
  return (
    <time dateTime={value} title={absoluteTime(value)} className="whitespace-nowrap tabular-nums">
      {clockTime(value, now)}
    </time>
  );
}

'use client';

import { absoluteTime, relativeTime, shortSpan, spanBetween } from '#lib/lineage/words/time-words.ts';
import { useNow } from './clock.tsx';

const STYLES = { ago: relativeTime, span: spanBetween, short: shortSpan } as const;

/**
 * A moment (ISO 8601): relative to now, absolute on hover. `as` chooses the words: `ago` "3 min ago", `span`
 * "31 days", `short` "31 d". Text that is no date is shown as it is: it may come from a publisher.
 */
export function Time({ value, as = 'ago' }: { value: string; as?: keyof typeof STYLES }) {
  const now = useNow();
  const moment = Date.parse(value);
  if (Number.isNaN(moment)) return <span>{value}</span>;
  return (
    <time dateTime={value} title={absoluteTime(value)} className="whitespace-nowrap tabular-nums">
      {STYLES[as](moment, now)}
    </time>
  );
}

import type { LastKnown } from '../verdict/lineage.ts';
import type { DescribedUnreachable } from './described-lineage.ts';
import { lastKnownWords } from './last-known-words.ts';
import { absoluteTime, relativeTime } from './time-words.ts';

/** Why an image or a lineage cannot be checked. */
export interface OutageFacts {
  readonly unreachable?: DescribedUnreachable | null | undefined;
  readonly lastKnown?: Pick<LastKnown, 'status' | 'baseName' | 'checkedAt'> | null | undefined;
}

/**
 * Since when an image cannot be checked, and what was last known about it; `now` is ISO 8601: "Could not be checked
 * since 2026-11-30 23:18:00 UTC: 10.0.0.5:5000 refuses connections. Last known: stale on `debian:12-slim`, 23 min ago."
 * The time comes first: a cause may be long. Undefined for one that can be checked.
 */
export function outageSentence({ unreachable, lastKnown }: OutageFacts, now: string): string | undefined {
  if (!unreachable) return undefined;
  const { host, problem, since } = unreachable;
  const cause = host === null ? '' : `: ${host} ${problem}`;
  return [`Could not be checked since ${absoluteTime(since)}${cause}.`, ...lastKnownAt(lastKnown, now)].join(
    ' ',
  );
}

function lastKnownAt(lastKnown: OutageFacts['lastKnown'], now: string): string[] {
  if (!lastKnown || lastKnown.status === 'unknown') return [];
  const ago = relativeTime(Date.parse(lastKnown.checkedAt), Date.parse(now));
  return [`Last known: ${lastKnownWords(lastKnown)}, ${ago}.`];
}

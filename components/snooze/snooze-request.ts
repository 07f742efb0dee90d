import { fromInput } from '#components/history/moment-text.ts';
import type { HoldRequest } from '#lib/api/contract/images/holds.ts';

const DAY_MS = 24 * 3600 * 1000;

/** How long a snooze lasts, as the form offers it. */
export const SNOOZE_ENDS = [
  { key: 'day', words: 'A day', days: 1, untilNextDigest: false },
  { key: 'week', words: 'A week', days: 7, untilNextDigest: false },
  { key: 'month', words: '30 days', days: 30, untilNextDigest: false },
  { key: 'base', words: 'Until its base moves again', days: null, untilNextDigest: true },
  { key: 'date', words: 'Until a date', days: null, untilNextDigest: false },
  { key: 'good', words: 'Until someone ends it', days: null, untilNextDigest: false },
] as const;
type SnoozeEndKey = (typeof SNOOZE_ENDS)[number]['key'];

/** What the form of a snooze holds. */
export interface SnoozeDraft {
  readonly end: SnoozeEndKey;
  /** `2026-12-06`; empty until one is chosen. */
  readonly date: string;
  readonly reason: string;
}

export const NEW_SNOOZE: SnoozeDraft = { end: 'week', date: '', reason: '' };

/**
 * The end and the reason, as requests have them. A date ends the snooze when it begins where the reader is: `zone` is
 * UTC or the reader's (see `useTimeZone`). `now` in ms since 1970.
 */
export function snoozeTerms(
  { end, date, reason }: SnoozeDraft,
  now: number,
  zone: string,
): Pick<HoldRequest, 'until' | 'untilNextDigest' | 'reason'> {
  const { days, untilNextDigest } = SNOOZE_ENDS.find(({ key }) => key === end) ?? SNOOZE_ENDS[1];
  const until =
    days !== null
      ? new Date(now + days * DAY_MS).toISOString()
      : end === 'date'
        ? fromInput(`${date}T00:00`, zone)
        : null;
  return {
    reason: reason.trim(),
    ...(until === null ? {} : { until }),
    ...(untilNextDigest ? { untilNextDigest } : {}),
  };
}

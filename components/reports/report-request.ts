import type { ReportRequest } from '#lib/api/contract/reports.ts';

const DAY_MS = 24 * 3600 * 1000;

/** What the form of a new report holds. */
export interface ReportDraft {
  readonly title: string;
  readonly note: string;
  readonly live: boolean;
  /** Days until the link expires; null for never. */
  readonly days: number | null;
  /** The most days that an image may be stale, as typed; empty for the operator's limit. */
  readonly staleDays: string;
}

export const NEW_REPORT: ReportDraft = { title: '', note: '', live: false, days: null, staleDays: '' };

/** The lifetimes of a link that the form offers. */
export const LIFETIMES: readonly { readonly words: string; readonly days: number | null }[] = [
  { words: 'Never', days: null },
  { words: 'In a day', days: 1 },
  { words: 'In a week', days: 7 },
  { words: 'In 30 days', days: 30 },
  { words: 'In a year', days: 365 },
];

/** The request that creates the report. Empty fields are left out. `now` is in milliseconds since 1970. */
export function reportRequest(
  { title, note, live, days, staleDays }: ReportDraft,
  now: number,
): ReportRequest {
  return {
    live,
    ...(title.trim() === '' ? {} : { title: title.trim() }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
    ...(staleDays.trim() === '' ? {} : { staleDays: Number(staleDays) }),
    ...(days === null ? {} : { expiresAt: new Date(now + days * DAY_MS).toISOString() }),
  };
}

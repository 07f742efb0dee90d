import { slaStateOf } from '#lib/lineage/verdict/sla.ts';
import { STATUSES, type Status, WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';
import { adviceSentence, counted } from '#lib/lineage/words/counts-and-names.ts';
import { outageSentence } from '#lib/lineage/words/outage-words.ts';
import { slaSentence } from '#lib/lineage/words/sla-words.ts';
import { snoozeWords } from '#lib/lineage/words/snooze-words.ts';
import { absoluteTime, spanBetween } from '#lib/lineage/words/time-words.ts';
import type { ReportContent, ReportImage } from './report.ts';

/** The statuses of a report's images, the worst first, each with its word and number. */
export function countsOf({ summary: { byStatus } }: Pick<ReportContent, 'summary'>): {
  readonly status: Status;
  readonly word: string;
  readonly count: number;
}[] {
  return WORST_FIRST.flatMap((status) => {
    const count = byStatus[status] ?? 0;
    return count === 0 ? [] : [{ status, word: STATUSES[status].word, count }];
  });
}

/** "46 images: 3 broken, 17 stale (12 of them snoozed), 26 up to date." */
export function countsSentence(content: Pick<ReportContent, 'summary' | 'images'>): string {
  const parts = countsOf(content).map(({ status, word, count }) => {
    const snoozed = content.images.filter((image) => image.status === status && image.snoozed !== undefined);
    const rest = snoozed.length === 0 ? '' : ` (${snoozed.length.toLocaleString('en')} of them snoozed)`;
    return `${count.toLocaleString('en')} ${word.toLowerCase()}${rest}`;
  });
  const total = counted(content.summary.total, 'image');
  return parts.length === 0 ? 'This report contains no images.' : `${total}: ${parts.join(', ')}.`;
}

/** The bases to update first, as a sentence; null if nothing is stale. */
export function reportAdvice({ summary: { advice } }: Pick<ReportContent, 'summary'>): string | null {
  return advice === null ? null : adviceSentence(advice);
}

/** How many images are over the report's limit, as a sentence; null if it has none. */
export function reportSla({ summary: { sla } }: Pick<ReportContent, 'summary'>): string | null {
  return sla === undefined ? null : slaSentence(sla);
}

/** Whether an image is over the report's limit: `yes`, `no`, or `not known`; null if the report has none. */
export function overdueWord(
  image: ReportImage,
  content: Pick<ReportContent, 'summary' | 'asOf'>,
): string | null {
  const { sla } = content.summary;
  if (sla === undefined) return null;
  return OVERDUE_WORDS[slaStateOf(image, sla, new Date(content.asOf))];
}

const OVERDUE_WORDS = { overdue: 'yes', within: 'no', 'not-known': 'not known' } as const;

/** A report's facts: time, author, coverage, kind, and when its link expires. */
export function reportFacts(content: ReportContent): { readonly term: string; readonly value: string }[] {
  const { asOf, madeBy, live, expiresAt, scope } = content;
  return [
    { term: 'As of', value: absoluteTime(asOf) },
    { term: 'Created by', value: madeBy },
    { term: 'Covers', value: scope === 'fleet' ? 'all tracked images' : 'part of the fleet' },
    { term: 'Kind', value: live ? 'live: updated each time it is opened' : 'frozen: it never changes' },
    ...(expiresAt === null ? [] : [{ term: 'Expires', value: absoluteTime(expiresAt) }]),
  ];
}

/** A sentence about images that did not fit into a report; null if all did. */
export function omittedSentence({ omitted }: Pick<ReportContent, 'omitted'>): string | null {
  return omitted === 0
    ? null
    : `${counted(omitted, 'more image')} did not fit. The images with the worst status are shown.`;
}

/** Until when an image was snoozed at the report's time: "snoozed until 6 Dec"; null if it was not. */
export function snoozedWords({ snoozed }: ReportImage, asOf: string): string | null {
  return snoozed === undefined ? null : snoozeWords(snoozed, Date.parse(asOf)).replace('Snoozed', 'snoozed');
}

/** How long an image had been behind at the report's time: "31 days"; null if it was not, or it is not known. */
export function behindWords({ behindSince }: ReportImage, asOf: string): string | null {
  return behindSince === null ? null : spanBetween(Date.parse(behindSince), Date.parse(asOf));
}

/** Since when an image could not be checked, and its last known verdict; null if it could be checked. */
export function outageWords({ lineage }: ReportImage, asOf: string): string | null {
  return (lineage && outageSentence(lineage, asOf)) ?? null;
}

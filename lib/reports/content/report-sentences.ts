import { STATUSES, type Status, WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';
import { adviceSentence, counted } from '#lib/lineage/words/counts-and-names.ts';
import { outageSentence } from '#lib/lineage/words/outage-words.ts';
import { absoluteTime, spanBetween } from '#lib/lineage/words/time-words.ts';
import type { ReportContent, ReportImage } from './report.ts';

/** The statuses that a report has images of, the worst first, each with its word and number. */
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

/** "46 images: 3 broken, 17 stale, 26 up to date." */
export function countsSentence(content: Pick<ReportContent, 'summary'>): string {
  const parts = countsOf(content).map(
    ({ word, count }) => `${count.toLocaleString('en')} ${word.toLowerCase()}`,
  );
  const total = counted(content.summary.total, 'image');
  return parts.length === 0 ? 'No image is in this report.' : `${total}: ${parts.join(', ')}.`;
}

/** What would help most; null where nothing is stale. */
export function reportAdvice({ summary: { advice } }: Pick<ReportContent, 'summary'>): string | null {
  return advice === null ? null : adviceSentence(advice);
}

/** What a report is: of which moment, by whom, of how much, and how long its link holds. */
export function reportFacts(content: ReportContent): { readonly term: string; readonly value: string }[] {
  const { asOf, madeBy, live, expiresAt, scope } = content;
  return [
    { term: 'As of', value: absoluteTime(asOf) },
    { term: 'Made by', value: madeBy },
    { term: 'Covers', value: scope === 'fleet' ? 'every image that was tracked' : 'a part of the fleet' },
    { term: 'Kind', value: live ? 'live: made anew each time it is opened' : 'frozen: it never changes' },
    ...(expiresAt === null ? [] : [{ term: 'Link ends', value: absoluteTime(expiresAt) }]),
  ];
}

/** What does not fit into a report, said; null where all of it does. */
export function omittedSentence({ omitted }: Pick<ReportContent, 'omitted'>): string | null {
  return omitted === 0 ? null : `${counted(omitted, 'more image')} found no room: the worst are shown.`;
}

/** How long an image had been behind at the report's moment: "31 days"; null where it was not, or nobody knows. */
export function behindWords({ behindSince }: ReportImage, asOf: string): string | null {
  return behindSince === null ? null : spanBetween(Date.parse(behindSince), Date.parse(asOf));
}

/** Since when an image could not be checked, and what was known of it before; null where it could. */
export function outageWords({ lineage }: ReportImage, asOf: string): string | null {
  return (lineage && outageSentence(lineage, asOf)) ?? null;
}

import { STATUSES } from '#lib/lineage/vocabulary/status.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import type { ReportSummary } from '#lib/notify/messages/message.ts';
import { actionsDue } from '#lib/reports/content/actions-due.ts';
import type { ReportContent } from '#lib/reports/content/report.ts';
import { countsOf, countsSentence, reportAdvice, reportSla } from '#lib/reports/content/report-sentences.ts';

/** A message names this many images and counts the rest: the report has them all. */
const MOST_NAMED = 10;

/** What a message says of a report: its numbers, what to do, and the images that need it most. */
export function summariseReport(content: ReportContent, link: string | undefined): ReportSummary {
  const { title, summary, images, asOf } = content;
  const due = images.filter(({ action }) => action !== 'none' && action !== 'wait');
  const problems = countsOf(content).filter(({ status }) => STATUSES[status].trouble);
  const headline =
    problems.length === 0
      ? `${counted(summary.total, 'image')}, none with a known problem`
      : problems.map(({ count, word }) => `${count.toLocaleString('en')} ${word.toLowerCase()}`).join(', ');
  const paragraphs = [countsSentence(content), reportSla(content), reportAdvice(content)].filter(
    (sentence) => sentence !== null,
  );
  const actions = actionsDue(content).map(({ words, bases }) =>
    bases === null ? words : `${words} (${bases})`,
  );
  return {
    chat: {
      title: `${title}: ${headline}`,
      paragraphs: [...paragraphs, ...actions],
      entries: due.slice(0, MOST_NAMED).map((image) => ({
        reference: image.reference,
        link: undefined,
        became: `is ${STATUSES[image.status].word.toLowerCase()}`,
        summary: image.summary,
      })),
      more: Math.max(0, due.length - MOST_NAMED),
      link,
      urgent: (summary.byStatus.broken ?? 0) > 0,
    },
    data: {
      title,
      asOf,
      url: link ?? null,
      total: summary.total,
      byStatus: summary.byStatus,
      sla: summary.sla ?? null,
    },
  };
}

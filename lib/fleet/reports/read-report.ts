import { formatReport } from '#lib/reports/content/report.ts';
import { findOpenReport, readReportContent, type StoredReport } from '#lib/store/sharing/reports.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { contentNow } from './report-content.ts';

/** Live reports that are being made: readers that come meanwhile wait for the same one. */
const underWay = new Map<string, Promise<string>>();

/** A report that can be read now. */
export interface ReadableReport {
  /** True if its text never changes. */
  readonly frozen: boolean;
  /** The stored text of a frozen report, or a live one's made now; `undefined` if it was revoked meanwhile. */
  text(): Promise<string | undefined>;
}

/** A report by its link's id; `undefined` if it cannot be read, whatever the reason. One query in either case. */
export async function openReport(
  context: WithDatabase & WithClock,
  id: string,
): Promise<ReadableReport | undefined> {
  const found = await findOpenReport(context.db, id, context.clock());
  if (found === undefined) return undefined;
  const frozen = !found.live;
  return {
    frozen,
    text: () => (frozen ? readReportContent(context.db, id) : composeOnce(context, found)),
  };
}

/** An error's message may name images that are not in the report, so it is only logged. */
async function composeOnce(context: WithDatabase & WithClock, report: StoredReport): Promise<string> {
  const running = underWay.get(report.id);
  if (running !== undefined) return running;
  const making = contentNow(context, report)
    .then(formatReport)
    .catch((cause: unknown) => {
      throw new Error('a live report could not be made', { cause });
    })
    .finally(() => underWay.delete(report.id));
  underWay.set(report.id, making);
  return making;
}

import { formatReport } from '#lib/reports/report.ts';
import { findOpenReport, type OpenReport } from '#lib/store/reports.ts';
import type { FleetContext } from '../context.ts';
import { contentNow } from './report-content.ts';

/** Live reports that are being made: readers who come meanwhile wait for the same one. */
const underWay = new Map<string, Promise<string>>();

/**
 * The text of a report by its link's id: a frozen one's as it was kept, a live one's made now by the same function;
 * `undefined` where none can be read, whatever the reason.
 */
export async function readReport(context: FleetContext, id: string): Promise<string | undefined> {
  const found = await findOpenReport(context.db, id, context.clock());
  if (found === undefined) return undefined;
  return found.content ?? composeOnce(context, found);
}

/** An error's words may name what the report does not hold: they go no further than the log. */
async function composeOnce(context: FleetContext, report: OpenReport): Promise<string> {
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

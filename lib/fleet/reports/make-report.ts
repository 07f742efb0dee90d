import { randomBytes } from 'node:crypto';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { formatReport } from '#lib/reports/content/report.ts';
import { insertReport } from '#lib/store/sharing/reports.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { contentNow, type ReportRequest } from './report-content.ts';

/** Random bytes of a link, too many to guess. A multiple of 3, for whole base64url characters. */
const ID_BYTES = 18;

/** A report was requested whose end is in the past. */
export class ReportExpiryError extends Error {
  override name = 'ReportExpiryError';
  constructor() {
    super('expiresAt: give a time in the future.');
  }
}

/**
 * Creates a report and returns its link's id. A frozen one is composed here and stored as one text; of a live one
 * only the filter is stored. Throws `FilterSyntaxError` and {@link ReportExpiryError}.
 */
export async function makeReport(
  context: WithDatabase & WithClock,
  asked: ReportRequest,
): Promise<{ id: string }> {
  const now = context.clock();
  if (asked.expiresAt !== null && asked.expiresAt <= now) throw new ReportExpiryError();
  parseFilter(asked.filter);
  const id = randomBytes(ID_BYTES).toString('base64url');
  const { selection, ...report } = asked;
  const content = asked.live ? null : await contentNow(context, asked);
  await insertReport(context.db, {
    ...report,
    id,
    madeAt: now,
    chosen: selection === undefined || content === null ? null : content.images.length + content.omitted,
    content: content && formatReport(content),
  });
  return { id };
}

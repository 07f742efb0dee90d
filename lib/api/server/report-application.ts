import type { z } from 'zod';
import type { Principal } from '#lib/access/roles.ts';
import type { Config } from '#lib/config/config.ts';
import type { FleetContext } from '#lib/fleet/context.ts';
import { makeReport } from '#lib/fleet/reports/make-report.ts';
import { endReport, getReports, noteReportView } from '#lib/fleet/reports/manage-reports.ts';
import { readReport } from '#lib/fleet/reports/read-report.ts';
import type { paging } from '../contract/common.ts';
import type { ReportRequest } from '../contract/reports.ts';
import { presentCreated, presentReportHead } from '../present/reports.ts';
import { answerFont } from './fonts.ts';
import { originOf } from './origin.ts';
import { answerReport, type ReportFormat } from './report-answer.ts';

/** What a report is called whose maker did not say. */
const TITLE = 'What our images stand on';

/** Reports, as routes and pages call them, in the contract's words. */
export function createReportApplication(
  context: FleetContext,
  { publicUrl, frameAncestors }: Pick<Config, 'publicUrl' | 'frameAncestors'>,
) {
  return {
    async makeReport(asked: ReportRequest, who: Principal, origin: string) {
      const { id } = await makeReport(context, {
        title: asked.title?.trim() || TITLE,
        note: asked.note?.trim() || null,
        madeBy: who.name,
        filter: asked.filter?.trim() ?? '',
        live: asked.live ?? false,
        expiresAt: asked.expiresAt == null ? null : new Date(asked.expiresAt),
      });
      return presentCreated(id, origin);
    },
    async listReports(query: z.output<typeof paging>, who: Principal, origin: string) {
      const page = await getReports(context, who, { limit: query.limit, cursor: query.cursor });
      return { ...page, items: page.items.map((report) => presentReportHead(report, origin)) };
    },
    endReport: (id: string, who: Principal) => endReport(context, who, id),

    /** A report in one of its formats, or the answer that there is none. Reading the page counts as a view. */
    async readReport(id: string, format: ReportFormat, request: Request, requestId: string) {
      const text = await readReport(context, id);
      const address = { origin: originOf(request, publicUrl), id };
      const response = await answerReport(text, { format, address, frameAncestors, requestId });
      if (text !== undefined && format === 'page' && isReading(request)) noteReportView(context, id);
      return response;
    },
    readFont: answerFont,
  };
}

/** A person's browser shows the page now: no look at the headers alone, no fetch before it is wanted. */
function isReading(request: Request): boolean {
  const purpose = request.headers.get('sec-purpose') ?? request.headers.get('purpose') ?? '';
  return request.method === 'GET' && !purpose.includes('prefetch');
}

import type { z } from 'zod';
import type { Principal } from '#lib/access/roles.ts';
import type { Config } from '#lib/config/config.ts';
import type { FleetContext } from '#lib/fleet/context.ts';
import { makeReport } from '#lib/fleet/reports/make-report.ts';
import { endReport, getReports, noteReportView } from '#lib/fleet/reports/manage-reports.ts';
import { openReport, type ReadableReport } from '#lib/fleet/reports/read-report.ts';
import type { ReportFormat } from '#lib/reports/formats.ts';
import type { ReportAddress } from '#lib/reports/html/html-document.ts';
import type { paging } from '../../contract/primitives.ts';
import type { ReportRequest } from '../../contract/reports.ts';
import { presentCreated, presentReportHead } from '../../present/reports.ts';
import { originOf } from '../http/origin.ts';
import { createPublicWork } from '../limits/anonymous-work-limit.ts';
import { answerFont } from '../reports/fonts.ts';
import { answerReport, type ReportBody, renderReport } from '../reports/report-response.ts';

/** What a report is called whose maker did not say. */
const TITLE = 'What our images stand on';

/** Renderings under way, and readers that may wait for one: each keeps the main thread for up to a second. */
const AT_ONCE = { atOnce: 1, waiting: 30 };
/** Bytes of renderings kept, of all reports. */
const RENDERINGS_ROOM = 32 * 1024 * 1024;

const sizeOf = (body: ReportBody | undefined) => (body === undefined ? Infinity : body.length);

/** Reports, as routes and pages call them, in the contract's words. */
export function createReportApplication(
  context: FleetContext,
  { publicUrl, frameAncestors }: Pick<Config, 'publicUrl' | 'frameAncestors'>,
) {
  // A frozen report's rendering is made once; whether its link still leads anywhere is asked at every reading.
  const frozen = createPublicWork({ ...AT_ONCE, room: RENDERINGS_ROOM, sizeOf });
  const live = createPublicWork({ ...AT_ONCE, room: 0, sizeOf });
  const rendered = (report: ReadableReport, format: ReportFormat, address: ReportAddress) =>
    (report.frozen ? frozen : live).get(`${format} ${address.id} ${address.origin}`, async () => {
      const text = await report.text();
      return text === undefined ? undefined : renderReport(text, format, address);
    });
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
      const report = await openReport(context, id);
      const address = { origin: originOf(request, publicUrl), id };
      const body = report && (await rendered(report, format, address));
      const response = answerReport(body, { format, frameAncestors, requestId });
      if (body !== undefined && format === 'page' && isReading(request)) noteReportView(context, id);
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

import type { z } from 'zod';
import type { Principal } from '#lib/access/roles.ts';
import type { Config } from '#lib/config/config.ts';
import type { WithClock, WithDatabase, WithLog } from '#lib/fleet/capabilities.ts';
import { makeReport } from '#lib/fleet/reports/make-report.ts';
import { endReport, getReports, noteReportView } from '#lib/fleet/reports/manage-reports.ts';
import { openReport, type ReadableReport } from '#lib/fleet/reports/read-report.ts';
import type { ReportFormat } from '#lib/reports/formats.ts';
import type { ReportAddress } from '#lib/reports/html/html-document.ts';
import type { paging } from '../../contract/primitives.ts';
import type { ReportRequest } from '../../contract/reports.ts';
import { presentCreated, presentReportHead } from '../../present/reports.ts';
import { originOf } from '../http/origin.ts';
import { createAnonymousWork } from '../limits/anonymous-work-limit.ts';
import { fontResponse } from '../reports/fonts.ts';
import { type ReportBody, renderReport, reportResponse } from '../reports/report-response.ts';

/** The default title. */
const TITLE = 'What our images are based on';

/** Concurrent renderings, and readers that may wait: a rendering occupies the main thread for up to a second. */
const AT_ONCE = { atOnce: 1, waiting: 30 };
/** The size of the cache for renderings of all reports, in bytes. */
const RENDERING_CACHE_BYTES = 32 * 1024 * 1024;

const sizeOf = (body: ReportBody | undefined) => (body === undefined ? Infinity : body.length);

/** Reports, for routes and pages, with the contract's types. */
export function createReportApplication(
  context: WithDatabase & WithClock & WithLog,
  { publicUrl, frameAncestors, sla }: Pick<Config, 'publicUrl' | 'frameAncestors' | 'sla'>,
) {
  // A frozen report's rendering is cached; whether its link is still valid is checked at every request.
  const frozen = createAnonymousWork({ ...AT_ONCE, capacity: RENDERING_CACHE_BYTES, sizeOf });
  const live = createAnonymousWork({ ...AT_ONCE, capacity: 0, sizeOf });
  const rendered = (report: ReadableReport, format: ReportFormat, address: ReportAddress) =>
    (report.frozen ? frozen : live).get(`${format} ${address.id} ${address.origin}`, async () => {
      const text = await report.text();
      return text === undefined ? undefined : renderReport(text, format, address);
    });
  return {
    async makeReport(request: ReportRequest, who: Principal, origin: string) {
      const { ids, filter, except, expected } = request;
      const isSelection = ids !== undefined || except !== undefined || expected !== undefined;
      const { id } = await makeReport(context, {
        title: request.title?.trim() || TITLE,
        note: request.note?.trim() || null,
        madeBy: who.name,
        filter: filter?.trim() ?? '',
        selection: isSelection ? { ids, filter, except, expected } : undefined,
        live: request.live ?? false,
        expiresAt: request.expiresAt == null ? null : new Date(request.expiresAt),
        staleDays: request.staleDays === undefined ? (sla?.staleDays ?? null) : request.staleDays,
      });
      return presentCreated(id, origin);
    },
    async listReports(query: z.output<typeof paging>, who: Principal, origin: string) {
      const page = await getReports(context, who, { limit: query.limit, cursor: query.cursor });
      return { ...page, items: page.items.map((report) => presentReportHead(report, origin)) };
    },
    endReport: (id: string, who: Principal) => endReport(context, who, id),

    /** The response with a report in a format, or 404. Reading the page counts as a view. */
    async readReport(id: string, format: ReportFormat, request: Request, requestId: string) {
      const report = await openReport(context, id);
      const address = { origin: originOf(request, publicUrl), id };
      const body = report && (await rendered(report, format, address));
      const response = reportResponse(body, { format, frameAncestors, requestId });
      if (body !== undefined && format === 'page' && isReading(request)) noteReportView(context, id);
      return response;
    },
    readFont: fontResponse,
  };
}

/** Whether a browser shows the page now: not for HEAD requests and prefetches. */
function isReading(request: Request): boolean {
  const purpose = request.headers.get('sec-purpose') ?? request.headers.get('purpose') ?? '';
  return request.method === 'GET' && !purpose.includes('prefetch');
}

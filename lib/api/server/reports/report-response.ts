import type { ReportContent } from '#lib/reports/content/report.ts';
import { parseStoredReport } from '#lib/reports/content/stored-report.ts';
import { reportCsv } from '#lib/reports/csv/report-csv.ts';
import { type Format, REPORT_FORMATS, type ReportFormat } from '#lib/reports/formats.ts';
import { embedPage } from '#lib/reports/html/embed-page.ts';
import type { ReportAddress } from '#lib/reports/html/html-document.ts';
import { missingPage } from '#lib/reports/html/missing-page.ts';
import { reportPage } from '#lib/reports/html/report-page.ts';
import { reportMarkdown } from '#lib/reports/markdown/report-markdown.ts';
import { reportGraphSvg } from '#lib/reports/pictures/report-pictures.ts';
import { documentHeaders } from '../http/document-response.ts';
import { problem } from '../http/problem.ts';
import { problemResponse } from '../http/problem-response.ts';
import { reportPicture } from './report-image.ts';

/** The result of rendering a format. */
export type ReportBody = string | Uint8Array<ArrayBuffer>;

/** Renders a report; `text` is the stored content. */
type Render = (
  content: ReportContent,
  address: ReportAddress,
  text: string,
) => ReportBody | Promise<ReportBody>;

const RENDERINGS: Readonly<Record<ReportFormat, Render>> = {
  page: reportPage,
  embed: embedPage,
  json: (_content, _address, text) => text,
  csv: reportCsv,
  md: reportMarkdown,
  graph: (content) => reportGraphSvg(content, 'light'),
  picture: reportPicture,
};

/** Renders a stored report in a format. It may occupy the main thread for a second. */
export async function renderReport(
  text: string,
  format: ReportFormat,
  address: ReportAddress,
): Promise<ReportBody> {
  return RENDERINGS[format](parseStoredReport(text), address, text);
}

/**
 * The response with a rendered report, or a 404 without one. The 404 is the same for every reason, including its
 * headers. `frameAncestors` are the origins that may frame the embed.
 */
export function reportResponse(
  body: ReportBody | undefined,
  options: {
    readonly format: ReportFormat;
    readonly frameAncestors: readonly string[];
    readonly requestId: string;
  },
): Response {
  const { format, frameAncestors, requestId } = options;
  const { type, file }: Format = REPORT_FORMATS[format];
  const headers = { 'content-type': type, ...(file === undefined ? {} : { 'content-disposition': file }) };
  const response = body === undefined ? missing(type, requestId) : new Response(body, { headers });
  for (const [name, value] of policyHeaders(format, frameAncestors)) response.headers.set(name, value);
  return response;
}

function missing(type: string, requestId: string): Response {
  if (type.startsWith('text/html')) {
    return new Response(missingPage(), { status: 404, headers: { 'content-type': type } });
  }
  const body = problem(
    'not-found',
    'There is no report with this link. Its author may have revoked it; ask for a new link.',
  );
  return problemResponse(body, requestId);
}

/** Security headers of a report: it may only load this server's fonts and pictures. */
function policyHeaders(format: ReportFormat, frameAncestors: readonly string[]): [string, string][] {
  const framed = format === 'embed' && frameAncestors.length > 0;
  return [
    ['cache-control', 'no-store'],
    ...documentHeaders({ drawing: format === 'graph', frameAncestors: framed ? frameAncestors : [] }),
  ];
}

import { parseReport, type ReportContent } from '#lib/reports/content/report.ts';
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
import { problemResponse } from '../routes/route.ts';
import { reportPicture } from './report-image.ts';

/** The result of rendering a format. */
export type ReportBody = string | Uint8Array<ArrayBuffer>;

/** Renders a report; `text` is the content as it is kept. */
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

/** A report's text as one of its formats has it. It costs up to a second of the main thread. */
export async function renderReport(
  text: string,
  format: ReportFormat,
  address: ReportAddress,
): Promise<ReportBody> {
  return RENDERINGS[format](parseReport(text), address, text);
}

/**
 * A rendered report as an answer; without one the answer that there is none, which is the same, header by header,
 * whyever there is none. `frameAncestors` are the origins that may frame the embed.
 */
export function answerReport(
  body: ReportBody | undefined,
  asked: {
    readonly format: ReportFormat;
    readonly frameAncestors: readonly string[];
    readonly requestId: string;
  },
): Response {
  const { format, frameAncestors, requestId } = asked;
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
  const body = problem('not-found', 'There is no report here. Whoever made it may have ended it.');
  return problemResponse(body, requestId);
}

/** What a browser may do with a report: read it, and fetch the fonts and pictures that it names. */
function policyHeaders(format: ReportFormat, frameAncestors: readonly string[]): [string, string][] {
  const framed = format === 'embed' && frameAncestors.length > 0;
  return [
    ['cache-control', 'no-store'],
    ...documentHeaders({ drawing: format === 'graph', frameAncestors: framed ? frameAncestors : [] }),
  ];
}

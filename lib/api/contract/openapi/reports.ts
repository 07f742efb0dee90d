import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { paging } from '../primitives.ts';
import { report, reportCreated, reportId, reportList, reportRequest } from '../reports.ts';
import { answers, body, notFound } from './operations.ts';

const byLink = { path: z.object({ id: reportId }) };

/** A report's own paths are open to everyone who has the link. */
function reading(
  summary: string,
  type: string,
  schema: z.ZodType,
  missing: 'html' | 'problem',
): ZodOpenApiOperationObject {
  const none = 'No such report: the same answer if it never existed, was revoked, or has expired';
  return {
    summary,
    security: [{}],
    requestParams: byLink,
    responses: {
      '200': { description: 'The report', content: { [type]: { schema } } },
      '404':
        missing === 'html'
          ? { description: none, content: { 'text/html': { schema: z.string() } } }
          : { ...notFound['404'], description: none },
    },
  };
}

export const REPORTS_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/reports': {
    get: {
      summary: 'Your reports, newest first; an admin sees everyone’s',
      requestParams: { query: paging },
      responses: answers('200', 'A page of reports', reportList.meta({ id: 'ReportList' })),
    },
    post: {
      summary:
        'Create a report on the images that match a filter: frozen as of now with all evidence, or live',
      requestBody: body(reportRequest, false),
      responses: answers('201', 'Created; everyone who has the link can read it', reportCreated),
    },
  },
  '/api/v1/reports/{id}': {
    delete: {
      summary: 'Revoke a report',
      requestParams: byLink,
      responses: answers('204', 'The link is invalid now, and the content is deleted', undefined, notFound),
    },
  },
  '/r/{id}': { get: reading('A report as a page', 'text/html', z.string(), 'html') },
  '/r/{id}.json': {
    get: reading('A report’s content as JSON', 'application/json', report.meta({ id: 'Report' }), 'problem'),
  },
  '/r/{id}.csv': { get: reading('A report’s images as CSV', 'text/csv', z.string(), 'problem') },
  '/r/{id}.md': { get: reading('A report as Markdown', 'text/markdown', z.string(), 'problem') },
  '/r/{id}/graph.svg': { get: reading('A report’s graph', 'image/svg+xml', z.string(), 'problem') },
  '/r/{id}/picture.png': {
    get: reading(
      'A report’s picture for link previews',
      'image/png',
      z.string().meta({ format: 'binary' }),
      'problem',
    ),
  },
  '/embed/{id}': { get: reading('A report for an iframe in other pages', 'text/html', z.string(), 'html') },
};

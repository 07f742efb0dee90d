import { expect, it } from 'vitest';
import { reportContent, reportImage } from '../testing.ts';
import { formatReport } from './report.ts';
import { parseStoredReport, ReportFormatError } from './stored-report.ts';

const content = reportContent([reportImage('q.io/app:1', 'stale'), reportImage('q.io/app:2')]);

it('reads a stored report back unchanged', () => {
  expect(parseStoredReport(formatReport(content))).toEqual(content);
});

it('reads a report from before digest kinds, retained edges and the count of a status existed', () => {
  const before = structuredClone(content) as unknown as {
    images: Record<string, unknown>[];
    graph: { edges: Record<string, unknown>[] };
    summary: { byStatus: Record<string, unknown> };
  };
  for (const image of before.images) {
    delete image.baseDigestKind;
    delete image.currentDigestKind;
  }
  for (const edge of before.graph.edges) delete edge.retained;
  delete before.summary.byStatus.pending;
  const read = parseStoredReport(JSON.stringify(before));
  expect(read.summary.byStatus).toEqual({ ...content.summary.byStatus, pending: 0 });
  expect(read.graph.edges.map(({ retained }) => retained)).toEqual(content.graph.edges.map(() => false));
  expect(read.images.map(({ reference }) => reference)).toEqual(
    content.images.map(({ reference }) => reference),
  );
});

it.each([
  ['of a later version', { ...content, version: 2 }, 'version'],
  [
    'with an unknown status',
    { ...content, images: [{ ...content.images[0], status: 'fine' }] },
    'images.0.status',
  ],
  ['without a graph', { ...content, graph: undefined }, 'graph'],
])('says which field of a report %s cannot be read', (_, stored, field) => {
  const read = () => parseStoredReport(JSON.stringify(stored));
  expect(read).toThrow(ReportFormatError);
  expect(read).toThrow(`its field ${field} `);
});

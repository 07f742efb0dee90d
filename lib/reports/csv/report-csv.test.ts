import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { HOSTILE, lineage, reportContent, reportImage } from '../testing.ts';
import { reportCsv } from './report-csv.ts';

const read = (text: string): Record<string, string>[] =>
  parse(text, { columns: true, record_delimiter: '\r\n' });

it('can be read by another CSV parser, with every formula escaped', () => {
  const images = HOSTILE.map((text, index) =>
    reportImage(`q.io/app:${index}`, 'stale', { summary: text, baseName: text, lineage: lineage(text) }),
  );
  const rows = read(reportCsv(reportContent(images)));
  const byReference = new Map(rows.map((row) => [row.reference, row]));
  expect(rows).toHaveLength(HOSTILE.length);
  for (const [index, text] of HOSTILE.entries()) {
    const row = byReference.get(`q.io/app:${index}`);
    const shown = text.replace(/[^\P{Cc}\t\r\n]/gu, (one) => `\\u{${one.charCodeAt(0).toString(16)}}`);
    const escaped = /^(?:[\t\r\n]|\s*[=+\-@])/.test(shown) ? `'${shown}` : shown;
    expect([row?.summary, row?.base]).toEqual([escaped.toWellFormed(), escaped.toWellFormed()]);
  }
  for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
});

it('contains the same facts as the page', () => {
  const image = reportImage('q.io/app:1', 'stale', {
    newerTag: '13-slim',
    behindSince: '2026-05-01T12:00:00.000Z',
  });
  expect(read(reportCsv(reportContent([image])))).toEqual([
    {
      reference: 'q.io/app:1',
      status: 'stale',
      'what to do': 'Rebase',
      summary: image.summary,
      digest: image.digest,
      base: 'docker.io/library/debian:12-slim',
      'base digest claimed': image.baseDigest,
      'base digest then': image.currentDigest,
      'behind since': '2026-05-01T12:00:00.000Z',
      'newer tag': '13-slim',
      platforms: 'linux/amd64',
      'checked at': image.checkedAt,
      chain: 'q.io/app:1',
      evidence: `Annotation on the manifest: docker.io/library/debian:12-slim, ${image.baseDigest}`,
      'base digest claimed is of': 'index',
      'base digest then is of': 'index',
      'not checked since': '',
      'registry in trouble': '',
      'last known status': '',
      'last known at': '',
    },
  ]);
});

it('has only a header if there are no images', () => {
  expect(reportCsv(reportContent([])).split('\r\n')).toHaveLength(2);
});

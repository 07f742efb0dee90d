import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatReport } from '#lib/reports/content/report.ts';
import type { ReportFormat } from '#lib/reports/formats.ts';
import { REPORT_FORMATS } from '#lib/reports/formats.ts';
import { HOSTILE, reportContent, reportImage } from '#lib/reports/testing.ts';
import { DRAWABLE, drawableTitle } from './report-image.ts';
import { renderReport, reportResponse } from './report-response.ts';

const FORMATS = Object.keys(REPORT_FORMATS) as readonly ReportFormat[];
const TEXT = formatReport(reportContent([reportImage('q.io/app:1', 'stale'), reportImage('q.io/app:2')]));

async function answer(
  text: string | undefined,
  format: ReportFormat,
  more: { id?: string; frameAncestors?: string[] } = {},
) {
  const address = { origin: 'https://baseboard.example.com', id: more.id ?? 'x' };
  const body = text === undefined ? undefined : await renderReport(text, format, address);
  const frameAncestors = more.frameAncestors ?? [];
  return reportResponse(body, { format, frameAncestors, requestId: 'request' });
}

const headersOf = (response: Response) => Object.fromEntries(response.headers);

afterEach(() => vi.unstubAllGlobals());

describe('reportResponse', () => {
  it.each([
    ['page', 'text/html; charset=utf-8'],
    ['embed', 'text/html; charset=utf-8'],
    ['json', 'application/json'],
    ['csv', 'text/csv; charset=utf-8; header=present'],
    ['md', 'text/markdown; charset=utf-8'],
    ['graph', 'image/svg+xml'],
    ['picture', 'image/png'],
  ] as const)('%s is %s, not cached, not indexed and not framed', async (format, type) => {
    const response = await answer(TEXT, format);
    expect(response.status).toBe(200);
    expect(headersOf(response)).toMatchObject({
      'content-type': type,
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringMatching(/^default-src 'none'.*; frame-ancestors 'none'$/),
    });
  });

  it.each(FORMATS)('%s of a missing report is the same for every id, including headers', async (format) => {
    const [one, other] = await Promise.all([
      answer(undefined, format, { id: 'AbCdEfGhIjKlMnOpQrStUvWx' }),
      answer(undefined, format, { id: '"><script>' }),
    ]);
    expect(one.status).toBe(404);
    expect(headersOf(one)).toEqual(headersOf(other));
    expect(await one.text()).toBe(await other.text());
  });

  it('answers with the stored JSON, byte for byte', async () => {
    expect(await (await answer(TEXT, 'json')).text()).toBe(TEXT);
  });

  it('has a file name without the link', async () => {
    const { headers } = await answer(TEXT, 'csv', { id: 'AbCdEfGhIjKlMnOpQrStUvWx' });
    expect(headers.get('content-disposition')).toBe('attachment; filename="baseboard-report.csv"');
  });

  it('allows the page’s only style element, and no scripts', async () => {
    const response = await answer(TEXT, 'page');
    const policy = response.headers.get('content-security-policy') ?? '';
    const page = await response.text();
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))).toString(
      'base64',
    );
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expect(policy).not.toMatch(/script-src|unsafe/);
  });

  it('prevents a picture that is opened by itself from running or loading anything', async () => {
    const policy = (await answer(TEXT, 'graph')).headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; sandbox;/);
  });

  it('allows the configured origins to frame the embed, found or not, and no other format', async () => {
    const frameAncestors = ['https://wiki.example.com', 'https://*.example.org'];
    for (const text of [TEXT, undefined]) {
      const { headers } = await answer(text, 'embed', { frameAncestors });
      expect(headers.get('content-security-policy')).toContain(
        'frame-ancestors https://wiki.example.com https://*.example.org',
      );
      expect(headers.get('x-frame-options')).toBeNull();
    }
    const page = await answer(TEXT, 'page', { frameAncestors });
    expect(page.headers.get('x-frame-options')).toBe('DENY');
  });
});

/** PNG chunks with pixels, without text (PNG § 11.2 and 11.3.5). */
const PIXELS = ['IHDR', 'pHYs', 'PLTE', 'IDAT', 'IEND'];

describe('the picture', () => {
  /** A PNG's chunks by type. */
  function chunksOf(bytes: Buffer): string[] {
    const types: string[] = [];
    for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
      types.push(bytes.toString('latin1', at + 4, at + 8));
    return types;
  }

  it('is a PNG of 1200 by 630 pixels without text chunks, and fetches nothing for any title', async () => {
    const fetched = vi.fn(() => Promise.reject(new Error('the picture must not fetch')));
    vi.stubGlobal('fetch', fetched);
    // Every character that a title may contain, a few hundred at a time.
    const kept = Array.from({ length: 0x2100 }, (_, code) => String.fromCodePoint(code)).filter((each) =>
      DRAWABLE.test(each),
    );
    const titles = [
      HOSTILE.join(' '),
      '漢字 العربية ☃ \u{1f600}',
      ...Array.from({ length: Math.ceil(kept.length / 100) }, (_, at) =>
        kept.slice(at * 100, at * 100 + 100).join(''),
      ),
    ];
    for (const title of titles) {
      const text = formatReport({ ...reportContent([reportImage('q.io/app:1', 'stale')]), title });
      const bytes = Buffer.from(await (await answer(text, 'picture')).arrayBuffer());
      expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
      expect(chunksOf(bytes).filter((type) => !PIXELS.includes(type))).toEqual([]);
    }
    expect(fetched).not.toHaveBeenCalled();
  }, 60_000);

  it('leaves out characters that the fonts lack, and cuts long titles', () => {
    expect(drawableTitle('Été 漢字 \u{1f600} 2026')).toBe('Été 2026');
    expect(drawableTitle('Cafe\u0301')).toBe('Café');
    expect(drawableTitle('x'.repeat(500))).toHaveLength(110);
  });
});

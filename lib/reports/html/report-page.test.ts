import { describe, expect, it } from 'vitest';
import { graphEdge, graphNode } from '#lib/lineage/graph/testing-graphs.ts';
import type { ReportContent } from '../content/report.ts';
import { reportCsv } from '../csv/report-csv.ts';
import { reportMarkdown } from '../markdown/report-markdown.ts';
import { reportGraphSvg } from '../pictures/report-pictures.ts';
import { baseVerdict, digest, evidence, HOSTILE, lineage, reportContent, reportImage } from '../testing.ts';
import { embedPage } from './embed-page.ts';
import type { ReportAddress } from './html-document.ts';
import { missingPage } from './missing-page.ts';
import { reportPage } from './report-page.ts';

const ADDRESS: ReportAddress = { origin: 'https://baseboard.example.com', id: 'AbCdEfGhIjKlMnOpQrStUvWx' };

/** A document's tags with the names of their attributes: the elements that a browser creates. */
function skeleton(page: string): string[] {
  const bare = page.replace(/<style>[^<]*<\/style>/, '<style></style>');
  return [...bare.matchAll(/<(\/?[a-z][a-z0-9]*)((?:\s+[a-z:-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, tag, attributes = '']) =>
      [tag, ...[...attributes.matchAll(/([a-z:-]+)(?==")/gi)].map(([name]) => name)].join(' '),
  );
}

/** A report of one image in which every free text is this one. */
function reportSaying(text: string): ReportContent {
  const verdict = baseVerdict({
    name: text,
    freshness: 'stale',
    currentDigest: digest('c'),
    reason: text,
    evidence: [evidence({ name: text, note: text, platform: text })],
  });
  const image = reportImage(text, 'stale', {
    summary: text,
    newerTag: text,
    platforms: [text],
    baseName: text,
    behindSince: '2026-05-01T12:00:00.000Z',
    lineage: lineage(text, verdict, { summary: text }),
  });
  return reportContent([image], { title: text, note: text, madeBy: text });
}

describe('reportPage', () => {
  it.each(HOSTILE.filter((text) => text !== ''))('%j adds no element and no attribute', (text) => {
    // Rendered like a hostile text, which is not a reference: one part, no backtick.
    const harmless = text.includes('`') ? text.replaceAll(/[^`]+/g, 'x') : 'x y';
    for (const page of [reportPage, embedPage]) {
      expect(
        skeleton(page(reportSaying(text), ADDRESS)).filter(
          (tag) => tag !== 'wbr' && tag !== 'tspan fill font-weight',
        ),
      ).toEqual(
        skeleton(page(reportSaying(harmless), ADDRESS)).filter(
          (tag) => tag !== 'wbr' && tag !== 'tspan fill font-weight',
        ),
      );
    }
    expect(reportPage(reportSaying(text), ADDRESS)).not.toMatch(/<script|<img/);
  });

  it('has no scripts, no style attributes and no resources of other sites', () => {
    const page = reportPage(reportSaying('x y'), ADDRESS);
    expect(page).not.toMatch(/<script|\sstyle=|\son[a-z]+=|javascript:/);
    for (const [, address = ''] of page.matchAll(/(?:href|src)="([^"#]*)"/g))
      expect(address).toMatch(/^\/(?:r\/|icon\.svg$)/);
    expect(page).toContain('<meta name="robots" content="noindex, nofollow, noarchive">');
    expect(page).toContain('<meta name="referrer" content="no-referrer">');
  });

  it('contains the title, the note, the facts, the counts, the graph and a group for each action', () => {
    const stale = reportImage('q.io/team/app:1', 'stale', {
      summary: '`debian:12-slim` moved. Rebase this image, or rebuild it.',
      behindSince: '2026-05-01T12:00:00.000Z',
      newerTag: '13-slim',
    });
    const page = reportPage(
      reportContent([stale, reportImage('q.io/team/pin:1', 'pinned'), reportImage('q.io/team/ok:1')], {
        title: 'November',
        note: 'Read this.',
        expiresAt: '2026-07-01T00:00:00.000Z',
        omitted: 2,
      }),
      ADDRESS,
    );
    const text = page
      .replace(/<style>[^<]*<\/style>|<wbr>/g, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');
    for (const words of [
      'November',
      'Read this.',
      '2026-06-01 12:00:00 UTC',
      'operator',
      '3 images: 1 stale, 1 pinned, 1 up to date.',
      'Expires 2026-07-01 00:00:00 UTC',
      '2 more images did not fit. The images with the worst status are shown.',
      'What to do Rebase: 1 image 1 on debian:12-slim Update the pin: 1 image 1 on debian:12-slim Rebase 1',
      'Update the pin 1',
      'Nothing to do 1',
      '31 days',
      'There is a newer tag, 13-slim',
      'Annotation on the manifest: docker.io/library/debian:12-slim',
    ])
      expect(text).toContain(words);
    expect(page.indexOf('>Rebase ')).toBeLessThan(page.indexOf('>Update the pin '));
    expect(page).toContain(
      `<meta property="og:image" content="${ADDRESS.origin}/r/${ADDRESS.id}/picture.png">`,
    );
    expect(page).toContain('<meta name="twitter:card" content="summary_large_image">');
  });

  it('lists images of which it says the same under one base and one finding', () => {
    const moved = { summary: '`debian:12-slim` moved. Rebase this image, or rebuild it.' };
    const page = reportPage(
      reportContent([
        reportImage('q.io/a:1', 'stale', moved),
        reportImage('q.io/b:1', 'stale', moved),
        reportImage('q.io/c:1', 'stale', { ...moved, newerTag: '13-slim' }),
      ]),
      ADDRESS,
    );
    const clusters = page.split(/<div class="cluster[ "]/).slice(1);
    expect(clusters.map((cluster) => cluster.match(/<li><details><summary>/g)?.length)).toEqual([2, 1]);
  });

  it('puts what to do first, and the graph and the trend after the images', () => {
    const trend = [{ at: '2026-06-01T00:00:00.000Z', counts: { stale: 1, root: 1 } }];
    const page = reportPage(
      reportContent([reportImage('q.io/a:1', 'stale'), reportImage('q.io/b:1', 'root')], { trend }),
      ADDRESS,
    );
    const headings = [...page.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, words]) => words?.trim());
    expect(headings).toEqual(['What to do', 'Rebase', 'Nothing to do', 'Trend', 'Base image graph']);
    expect(page).toContain('<b>1</b> <span class="muted">root</span>');
  });

  it('says how many images are over its limit, and marks them', () => {
    const image = reportImage('q.io/a:1', 'stale', { behindSince: '2026-04-01T12:00:00.000Z' });
    const content = reportContent([image, reportImage('q.io/b:1', 'unknown')]);
    const sla = { staleDays: 30, overdue: 1, notKnown: 1 };
    const limited = { ...content, summary: { ...content.summary, sla } };
    expect(reportPage(limited, ADDRESS)).toContain(
      '1 image is stale for more than 30 days. 1 more is broken',
    );
    expect(reportPage(limited, ADDRESS)).toContain('>61 days, overdue</time>');
    expect(reportMarkdown(limited)).toContain('1 image is stale for more than 30 days.');
    const cells = reportCsv(limited)
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(',').at(-1));
    expect(cells).toEqual(['overdue', 'yes', 'not known']);
    expect(reportPage(content, ADDRESS)).not.toContain('overdue');
    expect(reportCsv(content)).not.toContain('overdue');
  });

  it('names the bases with their counts if the graph would be illegible', () => {
    const names = Array.from({ length: 40 }, (_, index) => `q.io/base-${index}:1`);
    const images = names.map((name, index) => {
      const base = baseVerdict({ name });
      return reportImage(`q.io/app-${index}:1`, 'stale', {
        lineage: lineage(`q.io/app-${index}:1`, base),
      });
    });
    const content = reportContent(images);
    // A chain that is too long for the width of a page.
    const chain = Array.from({ length: 7 }, (_, index) => `q.io/below-${index}:1`);
    const graph = {
      nodes: chain.map((id) => graphNode(id)),
      edges: chain.slice(1).map((id, index) => graphEdge(chain[index] ?? '', id)),
    };
    const bases = names.map((name) => ({ name, stale: 1, images: 1, movedAt: '2026-05-01T12:00:00.000Z' }));
    const page = reportPage({ ...content, graph, summary: { ...content.summary, bases } }, ADDRESS);
    expect(page).not.toContain('Base image graph');
    expect(page).toContain('<h2>Bases <span class="count">40</span></h2>');
    expect(page).toContain('15 more bases with fewer images.');
    expect(page).toContain('31 d ago');
  });

  it('shows the trend if the history is known', () => {
    const trend = [
      { at: '2026-05-01T00:00:00.000Z', counts: { 'up-to-date': 3 } },
      { at: '2026-06-01T00:00:00.000Z', counts: { 'up-to-date': 1, stale: 2 } },
    ];
    const page = reportPage(reportContent([reportImage('q.io/app:1')], { trend }), ADDRESS);
    expect(page).toContain('On 2026-05-01: 3 fresh, 0 stale. On 2026-06-01: 1 fresh, 2 stale.');
    expect(page).toContain('url(#area-stale)');
    expect(page).toContain('<h2>Trend</h2>');
    expect(reportPage(reportContent([]), ADDRESS)).not.toContain('<h2>Trend</h2>');
  });

  it('contains 1,000 images with names of 200 characters, in every format', () => {
    const long = (index: number) =>
      `registry.example.com/${'very-long-path/'.repeat(11)}app-${index}:1.0.0`.padEnd(200, '0');
    const images = Array.from({ length: 1000 }, (_, index) =>
      reportImage(long(index), index % 3 === 0 ? 'stale' : 'up-to-date'),
    );
    const content = reportContent(images);
    expect(reportPage(content, ADDRESS).match(/<li><details><summary><code>/g)).toHaveLength(1000);
    expect(reportCsv(content).trimEnd().split('\r\n')).toHaveLength(1001);
    expect(reportMarkdown(content).match(/^\| `registry/gm)).toHaveLength(1000);
    expect(reportGraphSvg(content, 'light')).toContain('334 images');
    expect(reportGraphSvg(content, 'light')).toContain('666 images');
  });

  it('depends on the content alone', () => {
    const content = reportSaying('x');
    expect(reportPage(JSON.parse(JSON.stringify(content)), ADDRESS)).toBe(reportPage(content, ADDRESS));
  });
});

it('the graph as a picture is self-contained: colours instead of variables, no scripts', () => {
  const svg = reportGraphSvg(reportSaying('<script>alert(1)</script>'), 'light');
  expect(svg).not.toMatch(/<script|var\(--|href|foreignObject|style/);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
});

it('the embed links to the full report and shows its time', () => {
  const page = embedPage(reportContent([reportImage('q.io/app:1', 'stale')]), ADDRESS);
  expect(page).toContain(`href="/r/${ADDRESS.id}" target="_blank" rel="noopener noreferrer"`);
  expect(page).toContain('As of 2026-06-01 12:00:00 UTC');
});

it('the page for a missing report does not name the requested report', () => {
  expect(missingPage()).toBe(missingPage());
  expect(missingPage()).toContain('Report not found');
});

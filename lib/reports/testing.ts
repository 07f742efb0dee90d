// Reports for tests. A test sets the fields that it is about; the others have harmless defaults.

import { graphEdge, graphNode } from '#lib/lineage/graph/testing-graphs.ts';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';
import type {
  DescribedBase,
  DescribedEvidence,
  DescribedLineage,
} from '#lib/lineage/words/described-lineage.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { sortImages } from './content/group-images.ts';
import type { ReportContent, ReportImage } from './content/report.ts';
import { actionFor } from './content/report-action.ts';

const AS_OF = '2026-06-01T12:00:00.000Z';

/** A digest of one repeated character. */
export function digest(character: string): Digest {
  return `sha256:${character.repeat(64)}`;
}

/** A verified, current base with these changes. */
export function baseVerdict(changes: Partial<DescribedBase> = {}): DescribedBase {
  return {
    name: 'docker.io/library/debian:12-slim',
    digest: digest('a'),
    digestKind: 'index',
    currentDigest: digest('a'),
    currentDigestKind: 'index',
    evidence: [evidence()],
    conflict: false,
    freshness: 'up-to-date',
    verification: 'verified',
    platforms: [],
    newerTag: null,
    behindSince: null,
    reason: null,
    ...changes,
  };
}

/** An annotation's claim with these changes. */
export function evidence(changes: Partial<DescribedEvidence> = {}): DescribedEvidence {
  return {
    kind: 'annotation',
    level: 'manifest',
    name: 'docker.io/library/debian:12-slim',
    digest: digest('a'),
    ...changes,
  };
}

/** A chain of one image on one base; `base` null is an image without one. */
export function lineage(
  reference: string,
  base: DescribedBase | null = baseVerdict(),
  changes: Partial<DescribedLineage> = {},
): DescribedLineage {
  return {
    reference,
    digest: digest('b'),
    checkedAt: AS_OF,
    status: 'up-to-date',
    summary: 'Based on the current `debian:12-slim`.',
    links: [{ reference, digest: digest('b'), mediaType: null, created: null, platforms: [], base }],
    end: 'root',
    ...changes,
  };
}

/** An image of a report. */
export function reportImage(
  reference: string,
  status: Status = 'up-to-date',
  changes: Partial<ReportImage> = {},
): ReportImage {
  const chain = changes.lineage === undefined ? lineage(reference) : changes.lineage;
  const base = chain?.links[0]?.base ?? null;
  return {
    reference,
    digest: digest('b'),
    status,
    action: actionFor(status, chain),
    summary: 'Based on the current `debian:12-slim`.',
    baseName: base?.name ?? null,
    baseDigest: base?.digest ?? null,
    currentDigest: base?.currentDigest ?? null,
    baseDigestKind: base?.digestKind ?? null,
    currentDigestKind: base?.currentDigestKind ?? null,
    newerTag: null,
    behindSince: null,
    platforms: ['linux/amd64'],
    checkedAt: AS_OF,
    lineage: chain,
    ...changes,
  };
}

/** A report of these images, each on the base that it names. */
export function reportContent(
  images: readonly ReportImage[],
  changes: Partial<ReportContent> = {},
): ReportContent {
  const counts = STATUS.map((status) => [status, images.filter((image) => image.status === status).length]);
  const bases = [...new Set(images.flatMap(({ baseName }) => baseName ?? []))];
  return {
    version: 1,
    title: 'What our images are based on',
    note: null,
    madeBy: 'operator',
    asOf: AS_OF,
    live: false,
    expiresAt: null,
    scope: 'fleet',
    summary: { total: images.length, byStatus: Object.fromEntries(counts), bases: [], advice: null },
    trend: [],
    graph: {
      nodes: [
        ...images.map(({ reference, status }) => graphNode(reference, { status, bases: 1 })),
        ...bases.map((name) => graphNode(name, { status: 'root' })),
      ],
      edges: images.flatMap(({ reference, baseName }) =>
        baseName === null ? [] : [graphEdge(reference, baseName)],
      ),
    },
    images: sortImages(images),
    omitted: 0,
    ...changes,
  };
}

/** Names and sentences with special characters of HTML, Markdown, CSV or terminals. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</style><script>alert(1)</script>',
  "' onmouseover='alert(1)",
  '=HYPERLINK("http://evil.example","x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  'a | b | c',
  '[x](javascript:alert(1))',
  '![x](http://evil.example/p.png)',
  'http://evil.example/a',
  'https://evil.example/b and www.evil.example',
  'me@evil.example mailto:me@evil.example xmpp:me@evil.example',
  '&lt;b&gt; &#60;',
  '# heading',
  '- item',
  '1. item',
  '2) item',
  '> quote',
  '```\ncode\n```',
  '`tick',
  '`a` `b',
  '~~gone~~ **bold** _em_ __strong__',
  '$x^2$',
  '[^1]',
  '| --- |',
  '===',
  '---',
  'a\nb\n\nc',
  '\u0000\u0007\u001b[31mred',
  '\u202Egpj.exe',
  '\ud800',
  '\u{1f600}\u{10ffff}',
  '',
];

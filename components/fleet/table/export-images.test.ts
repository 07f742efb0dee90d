import { expect, it } from 'vitest';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { parseCsv } from '#lib/reports/csv/format-csv.ts';
import { formatImages } from './export-images.ts';

const image: ImageView = {
  id: '00000000-0000-4000-8000-000000000001',
  reference: 'q.io/team/app:1.0',
  digest: `sha256:${'a'.repeat(64)}`,
  status: 'stale',
  summary: '=debian:12 moved, "rebase" it',
  checkedAt: '2026-11-24T08:00:00.000Z',
  baseName: null,
  behindSince: null,
  platforms: ['linux/amd64', 'linux/arm64'],
  owner: 'github.com/acme',
  unreachable: null,
  unreachableSince: null,
  lastKnown: null,
  sample: false,
  public: false,
  snoozed: null,
  sources: ['Production', 'Cluster'].map((name) => ({
    ...{ id: '00000000-0000-4000-8000-000000000001', kind: 'kubernetes', name, place: {} },
  })),
  running: { workloads: 2, pods: 12, outdated: 3, cannotPull: 1, clusters: ['prod'] },
};

it('writes CSV that spreadsheets read as text', () => {
  const [header, row] = parseCsv(formatImages([image], 'csv'));
  expect(header).toEqual([
    'reference',
    'status',
    'summary',
    'digest',
    'base',
    'behind since',
    'platforms',
    'checked at',
    'not checked since',
    'registry in trouble',
    'last known status',
    'last known at',
    'owner',
    'pods',
    'outdated pods',
    'sources',
    'pods that cannot pull',
  ]);
  expect(row).toEqual([
    'q.io/team/app:1.0',
    'stale',
    `'${image.summary}`,
    image.digest,
    'not known',
    '',
    'linux/amd64 linux/arm64',
    '2026-11-24T08:00:00.000Z',
    ...['', '', '', ''],
    'github.com/acme',
    ...['12', '3', 'Production, Cluster', '1'],
  ]);
});

it.each([
  ['root', 'none (root)'],
  ['pending', 'not checked yet'],
] as const)('writes what the table shows for the base of a %s image: %s', (status, words) => {
  const [, row] = parseCsv(formatImages([{ ...image, status }], 'csv'));
  expect(row?.[4]).toBe(words);
});

it('writes JSON that holds the same images', () => {
  expect(JSON.parse(formatImages([image], 'json'))).toEqual({ items: [image] });
});

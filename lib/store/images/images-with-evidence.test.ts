import { expect, it } from 'vitest';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { writeVerdicts } from '../scans/verdicts.ts';
import { testDatabase } from '../testing.ts';
import { readEvidencedImages } from './images-with-evidence.ts';
import { insertImages } from './tracked-images.ts';

const database = testDatabase();
const NOW = new Date('2026-06-01T12:00:00.000Z');

function lineage(reference: string, status: Status): Lineage {
  const base = {
    name: 'q.io/os:1',
    digest: null,
    currentDigest: null,
    evidence: [{ kind: 'label', level: 'config', name: 'q.io/os:1', digest: null }] as const,
    conflict: false,
    freshness: 'stale',
    verification: 'verified',
    platforms: [],
    newerTag: null,
    behindSince: null,
    reasons: [],
  } as const;
  const link = { reference, digest: null, mediaType: null, created: null, platforms: [], base };
  return {
    version: 1,
    reference,
    digest: null,
    checkedAt: NOW.toISOString(),
    status,
    finding: { kind: 'root' },
    links: [link],
    end: 'root',
  };
}

it('returns the worst images first with their evidence, up to the limit, and the total', async () => {
  const db = database();
  const names = [
    'q.io/well:1',
    'q.io/stale-b:1',
    'q.io/stale-a:1',
    'q.io/broken:1',
    'q.io/new:1',
    'other.io/x:1',
  ];
  const { tracked } = await insertImages(db, names.map(parseReference), NOW);
  const statuses: Record<string, Status> = {
    'q.io/well:1': 'up-to-date',
    'q.io/stale-b:1': 'stale',
    'q.io/stale-a:1': 'stale',
    'q.io/broken:1': 'broken',
  };
  await writeVerdicts(
    db,
    Object.entries(statuses).map(([reference, status]) => ({
      imageId: tracked.get(reference)?.id ?? '',
      lineage: lineage(reference, status),
      fingerprint: reference,
      digest: null,
      baseName: 'q.io/os:1',
      ancestors: ['q.io/os:1'],
      platforms: [],
      behindSince: null,
      checkedAt: NOW,
      inputs: null,
    })),
  );
  const filter = parseFilter('registry:q.io');
  const all = await readEvidencedImages(db, { filter, except: [] }, 100);
  expect(all.total).toBe(5);
  expect(all.items.map(({ reference }) => reference)).toEqual([
    'q.io/broken:1',
    'q.io/stale-a:1',
    'q.io/stale-b:1',
    'q.io/new:1',
    'q.io/well:1',
  ]);
  expect(all.items[0]?.lineage?.links[0]?.base?.evidence).toMatchObject([{ kind: 'label' }]);
  expect(all.items[3]).toMatchObject({ status: 'pending', lineage: null });
  const few = await readEvidencedImages(db, { filter, except: [] }, 2);
  expect([few.total, few.items.length]).toEqual([5, 2]);
  expect(await readEvidencedImages(db, { filter: parseFilter('nobody'), except: [] }, 2)).toEqual({
    items: [],
    total: 0,
  });
});

import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readChanges } from '../history/changes.ts';
import { readStatusChanges } from '../history/status-changes.ts';
import { readCurrentVerdicts, readVerdicts } from '../scans/verdicts.ts';
import { testDatabase } from '../testing.ts';
import { addVerdict, trackAt } from '../testing-verdicts.ts';
import { readFleet } from './fleet-lineages.ts';
import { readEvidencedImages } from './images-with-evidence.ts';
import { findImage, readImage } from './tracked-images.ts';

const database = testDatabase();
const NOW = new Date('2026-06-01T12:00:00.000Z');
const NAMES = ['q.io/damaged:1', 'q.io/whole:1'] as const;
const SPAN = { from: new Date(NOW.getTime() - 1000), to: new Date(NOW.getTime() + 1000) };

beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

/** Two stale images; the second one's stored verdict and columns are as they should be. */
async function track() {
  const db = database();
  await db.execute(sql`truncate images, verdicts cascade`);
  const ids = [];
  for (const name of NAMES) {
    const id = await trackAt(db, name, NOW);
    await addVerdict(db, id, name, NOW, { status: 'stale', baseName: 'q.io/os:1' });
    ids.push(id);
  }
  const [damaged = '', whole = ''] = ids;
  return { db, damaged, whole };
}

it.each([
  ['of a later version', `jsonb_set(lineage, '{version}', '7')`],
  ['with a field that is missing', `lineage - 'checkedAt'`],
  ['with a finding that is not known', `jsonb_set(lineage, '{finding}', '{"kind": "later"}')`],
  ['with nothing in it', `'{}'`],
])('a verdict %s is shown with its status, and hides no other', async (_, damage) => {
  const { db, damaged, whole } = await track();
  await db.execute(sql`update verdicts set lineage = ${sql.raw(damage)} where image_id = ${damaged}`);
  const fleet = await Array.fromAsync(readFleet(db));
  expect(fleet.map(({ reference }) => reference).sort()).toEqual(NAMES);
  const lineages = new Map(fleet.map(({ imageId, lineage }) => [imageId, lineage]));
  expect(lineages.get(whole)?.links).toHaveLength(1);
  expect(lineages.get(damaged)).toMatchObject({ links: [], end: 'unresolvable' });
  const current = await readCurrentVerdicts(db, [damaged, whole]);
  expect(current.get(whole)?.lineage.links).toHaveLength(1);
  expect(await readVerdicts(db, damaged, 10)).toHaveLength(1);
  expect((await readEvidencedImages(db, { filter: [], except: [] }, 10)).items).toHaveLength(2);
  const query = { filter: [], ...SPAN, limit: 10 };
  const changes = await readStatusChanges(db, query);
  expect(changes.items.map(({ status }) => status)).toEqual(['stale', 'stale']);
  expect((await readChanges(db, query)).items.filter(({ kind }) => kind === 'status')).toHaveLength(2);
  // As of a time, the columns of an image are those of its verdict.
  expect(await readImage(db, damaged, SPAN.to)).toMatchObject({ status: 'stale' });
  expect(process.emitWarning).toHaveBeenCalledWith(
    expect.stringMatching(/^a verdict on (q\.io\/damaged:1|an image without a name) cannot be read: /),
    'StoredJsonError',
  );
});

it.each(['finding', 'unreachable', 'last_known'])(
  'an image whose %s cannot be read is shown',
  async (column) => {
    const { db, damaged } = await track();
    await db.execute(sql`update images set ${sql.raw(column)} = '{"kind": "later"}' where id = ${damaged}`);
    const stated = { kind: 'stated', text: expect.stringMatching(/^The stored verdict cannot be read\./) };
    expect(await findImage(db, NAMES[0])).toMatchObject({
      finding: column === 'finding' ? stated : expect.anything(),
      unreachable: null,
      lastKnown: null,
    });
  },
);

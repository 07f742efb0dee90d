import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';
import { countByStatus } from '../images/fleet-summary.ts';
import { deleteImages } from '../images/tracked-images.ts';
import { testDatabase } from '../testing.ts';
import { addVerdict, trackAt } from '../testing-verdicts.ts';
import { firstTrackedAt, readStatusTrend } from './status-trend.ts';

const database = testDatabase();
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const BASES = ['r.test/os:1', 'r.test/os:2', null] as const;
const FILTERS = ['', 'status:stale', 'base:"r.test/os:1"', '-base:"*"', 'repo:image-1', '-status:pending'];

beforeEach(async () => {
  await database().execute(sql`truncate images, forgotten_images, verdicts cascade`);
});

/** The counts that are not zero, so that tests are readable. */
const trend = async (filter: string, moments: readonly Date[]) => {
  const trend = await readStatusTrend(database(), parseFilter(filter), moments);
  return trend.map(({ counts }) =>
    Object.fromEntries(Object.entries(counts).filter(([, images]) => images > 0)),
  );
};

describe('the trend of statuses', () => {
  it('counts the verdicts valid at each point; the time of a change has the new verdict', async () => {
    const id = await trackAt(database(), 'r.test/a:1', at(1));
    await addVerdict(database(), id, 'r.test/a:1', at(2), { status: 'up-to-date' });
    await addVerdict(database(), id, 'r.test/a:1', at(4), { status: 'stale' });
    expect(await trend('', [0, 1, 2, 3, 4, 5].map(at))).toEqual([
      {},
      { pending: 1 },
      { 'up-to-date': 1 },
      { 'up-to-date': 1 },
      { stale: 1 },
      { stale: 1 },
    ]);
    expect(await trend('', [])).toEqual([]);
    expect(await firstTrackedAt(database())).toEqual(at(1));
  });

  it('keeps the history of an untracked image separate from the same image tracked again', async () => {
    const id = await trackAt(database(), 'r.test/a:1', at(1));
    await addVerdict(database(), id, 'r.test/a:1', at(2), { status: 'stale' });
    await deleteImages(database(), [id], at(5));
    await trackAt(database(), 'r.test/a:1', at(7));
    expect(await trend('', [4, 5, 6, 7].map(at))).toEqual([{ stale: 1 }, {}, {}, { pending: 1 }]);
  });

  it('contains no images of the sample fleet after its removal', async () => {
    const id = await trackAt(database(), 'r.test/a:1', at(1), true);
    await addVerdict(database(), id, 'r.test/a:1', at(2), { status: 'stale' });
    await deleteImages(database(), [id], at(5));
    expect(await trend('', [3, 6].map(at))).toEqual([{}, {}]);
    expect((await database().execute(sql`select from verdicts`)).rows).toEqual([]);
  });

  it('counts how long images are behind up to each point, not up to now', async () => {
    const id = await trackAt(database(), 'r.test/a:1', at(0));
    const stale = { status: 'stale', baseName: 'r.test/os:1', behindSince: at(1).toISOString() } as const;
    await addVerdict(database(), id, 'r.test/a:1', at(2), stale);
    await addVerdict(database(), id, 'r.test/a:1', at(80), { status: 'up-to-date' });
    const moments = [1, 60, 61, 79, 80].map(at);
    expect(await trend('behind:>=1h', moments)).toEqual([{}, {}, { stale: 1 }, { stale: 1 }, {}]);
    expect(await trend('-behind:>=1h', moments)).toEqual([
      { pending: 1 },
      { stale: 1 },
      {},
      {},
      { 'up-to-date': 1 },
    ]);
    const counts = moments.map((moment) => countByStatus(database(), parseFilter('behind:>=1h'), moment));
    expect((await Promise.all(counts)).map((each) => each.get('stale') ?? 0)).toEqual([0, 0, 1, 1, 0]);
  });

  it('of two verdicts at the same time, the last written counts', async () => {
    const id = await trackAt(database(), 'r.test/a:1', at(1));
    await addVerdict(database(), id, 'r.test/a:1', at(2), { status: 'stale' });
    await addVerdict(database(), id, 'r.test/a:1', at(2), { status: 'root' });
    expect(await trend('', [at(2), at(3)])).toEqual([{ root: 1 }, { root: 1 }]);
  });
});

const step = fc.record({
  image: fc.integer({ min: 0, max: 3 }),
  act: fc.constantFrom('verdict', 'verdict', 'verdict', 'untrack'),
  status: fc.constantFrom<Status>(...STATUS.filter((status) => status !== 'pending')),
  base: fc.constantFrom(...BASES),
  minutes: fc.integer({ min: 0, max: 2 }),
});

it('equals the counts at each time of a random history', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      await database().execute(sql`truncate images, forgotten_images, verdicts cascade`);
      const ids = new Map<number, string>();
      const counted = new Map<number, Record<string, Map<Status, number>>>();
      let minute = 0;
      for (const [index, { image, act, status, base, minutes }] of steps.entries()) {
        minute += minutes;
        const reference = `r.test/image-${image}:1`;
        const known = ids.get(image);
        if (known === undefined) ids.set(image, await trackAt(database(), reference, at(minute)));
        else if (act === 'untrack') {
          await deleteImages(database(), [known], at(minute));
          ids.delete(image);
        } else {
          const words = String(index);
          await addVerdict(database(), known, reference, at(minute), { status, baseName: base, words });
        }
        const now: Record<string, Map<Status, number>> = {};
        for (const filter of FILTERS) now[filter] = await countByStatus(database(), parseFilter(filter));
        counted.set(minute, now);
      }
      const moments = [...counted.keys()];
      for (const filter of FILTERS) {
        const trend = await readStatusTrend(database(), parseFilter(filter), moments.map(at));
        for (const [index, moment] of moments.entries()) {
          const then = counted.get(moment)?.[filter];
          const known = Object.fromEntries(STATUS.map((each) => [each, then?.get(each) ?? 0]));
          expect(trend[index]).toEqual({ at: at(moment), counts: known });
          expect(await countByStatus(database(), parseFilter(filter), at(moment))).toEqual(then);
        }
      }
    }),
    { numRuns: 30 },
  );
});

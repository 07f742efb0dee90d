import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { CursorError } from '../database/keyset.ts';
import { deleteImages } from '../images/tracked-images.ts';
import { recordSightings } from '../registries/tag-observations.ts';
import { testDatabase } from '../testing.ts';
import { addVerdict, trackAt } from '../testing-verdicts.ts';
import { type ChangesQuery, countChanges, readChanges } from './changes.ts';

const database = testDatabase();
const OS = 'r.test/os:1';
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const digest = (words: string): Digest => digestOf(words);

beforeEach(async () => {
  await database().execute(sql`truncate images, forgotten_images, verdicts, observations cascade`);
});

const see = (tag: string, words: string | null, minute: number) =>
  recordSightings(database(), [{ tag, digest: words === null ? null : digest(words), at: at(minute) }]);

/** Two images based on the os, which moves at 10; a becomes stale, b is untracked at 12, a is rebuilt at 20. */
async function smallPast() {
  await see(OS, 'os one', 0);
  const a = await trackAt(database(), 'r.test/a:1', at(1));
  const b = await trackAt(database(), 'r.test/b:1', at(1));
  await see('r.test/a:1', 'a one', 2);
  for (const [id, name] of [
    [a, 'r.test/a:1'],
    [b, 'r.test/b:1'],
  ] as const) {
    await addVerdict(database(), id, name, at(2), { status: 'up-to-date', baseName: OS });
  }
  await see(OS, 'os two', 10);
  await addVerdict(database(), a, 'r.test/a:1', at(11), { status: 'stale', baseName: OS });
  await deleteImages(database(), [b], at(12));
  await see('r.test/a:1', 'a two', 19);
  await addVerdict(database(), a, 'r.test/a:1', at(20), {
    status: 'up-to-date',
    baseName: OS,
    words: 'rebuilt',
  });
  return { a, b };
}

const ask = (query: Partial<ChangesQuery> = {}): ChangesQuery => ({
  ...{ filter: [], from: at(0), to: at(60), limit: 100, cursor: undefined },
  ...query,
});

async function readAll(query: Partial<ChangesQuery> = {}): Promise<string[]> {
  const { items } = await readChanges(database(), ask(query));
  return items.map((change) => {
    const what = `${change.at.getUTCMinutes()} ${change.kind} ${change.reference}`;
    return change.kind === 'status' ? `${what} ${change.previousStatus} > ${change.status}` : what;
  });
}

describe('changes', () => {
  it('are those of statuses, digests and bases, and images tracked or untracked, newest first', async () => {
    const { a } = await smallPast();
    expect(await readAll()).toEqual([
      '20 status r.test/a:1 stale > up-to-date',
      '19 digest r.test/a:1',
      '12 forgotten r.test/b:1',
      '11 status r.test/a:1 up-to-date > stale',
      '10 base r.test/os:1',
      '2 status r.test/b:1 null > up-to-date',
      '2 status r.test/a:1 null > up-to-date',
      ...['r.test/a:1', 'r.test/b:1'].map((name) => expect.stringMatching(`1 tracked ${name}|1 tracked`)),
    ]);
    const { items } = await readChanges(database(), ask());
    expect(items.find(({ kind }) => kind === 'base')).toEqual({
      ...{ kind: 'base', at: at(10), reference: OS, images: 2 },
      ...{ fromDigest: digest('os one'), toDigest: digest('os two') },
    });
    expect(items.find(({ kind }) => kind === 'digest')).toEqual({
      ...{ kind: 'digest', at: at(19), imageId: a, reference: 'r.test/a:1' },
      ...{ fromDigest: digest('a one'), toDigest: digest('a two') },
    });
  });

  it('are those between two times: after the first, up to the second', async () => {
    await smallPast();
    expect(await readAll({ from: at(10), to: at(12) })).toEqual([
      '12 forgotten r.test/b:1',
      '11 status r.test/a:1 up-to-date > stale',
    ]);
    expect(await readAll({ from: at(20), to: at(60) })).toEqual([]);
  });

  it('are filtered by the fleet as it was then', async () => {
    await smallPast();
    expect(await readAll({ filter: parseFilter('status:stale') })).toEqual([
      // The rebuilt image was still stale when its tag was seen with the new digest.
      '19 digest r.test/a:1',
      '11 status r.test/a:1 up-to-date > stale',
    ]);
    expect(await readAll({ filter: parseFilter('repo:b'), from: at(2) })).toEqual([
      '12 forgotten r.test/b:1',
      '10 base r.test/os:1',
    ]);
    expect(await readAll({ filter: parseFilter('base:"nobody"') })).toEqual([]);
  });

  it('are on exactly one page each', async () => {
    await smallPast();
    const whole = await readAll();
    for (const limit of [1, 2, 4]) {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await readChanges(database(), ask({ limit, cursor }));
        found.push(...page.items.map(({ at: time, kind }) => `${time.getUTCMinutes()} ${kind}`));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(whole.map((each) => each.split(' ').slice(0, 2).join(' ')));
    }
    const cursor = Buffer.from('["changes","x","00000000-0000-4000-8000-000000000000"]').toString(
      'base64url',
    );
    await expect(readChanges(database(), ask({ cursor }))).rejects.toThrow(CursorError);
  });

  it('are counted; status changes by the base of the images', async () => {
    await smallPast();
    expect(await countChanges(database(), ask())).toEqual({
      ...{ digests: 1, bases: 1, tracked: 2, forgotten: 1 },
      became: [
        { baseName: OS, status: 'stale', images: 1 },
        { baseName: OS, status: 'up-to-date', images: 1 },
      ],
    });
  });

  it('include a deleted tag, but not the first observation of a tag', async () => {
    const a = await trackAt(database(), 'r.test/a:1', at(1));
    await see('r.test/a:1', 'a one', 2);
    await addVerdict(database(), a, 'r.test/a:1', at(2), { status: 'root' });
    await see('r.test/a:1', null, 3);
    const { items } = await readChanges(database(), ask({ from: at(1) }));
    expect(items.map(({ kind }) => kind)).toEqual(['digest', 'status']);
    expect(items[0]).toMatchObject({ fromDigest: digest('a one'), toDigest: null });
  });
});

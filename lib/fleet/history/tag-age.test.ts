import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { insertObservations } from '#lib/store/registries/tag-observations.ts';
import { testDatabase } from '#lib/store/testing.ts';
import { tagAge, tagReleases } from './tag-age.ts';

const database = testDatabase();
const [OLD, NEW] = [digestOf('old'), digestOf('new')];
const day = (of: number) => new Date(Date.UTC(2026, 0, of));

/** One tag's past: each digest from a day to the day before the next one. */
async function seen(tag: string, ...past: readonly (readonly [day: number, digest: Digest | null])[]) {
  const rows = past.map(([from, digest], at) => ({
    ...{ tag, digest, firstSeen: day(from) },
    lastSeen: day((past[at + 1]?.[0] ?? from + 2) - 1),
  }));
  await insertObservations(database(), rows);
}

describe('the age of a digest', () => {
  it('is counted from when a check first saw it under the tag, also where the tag came back to it', async () => {
    await seen('r.test/back:1', [1, OLD], [5, NEW], [8, OLD]);
    const context = { db: database() };
    const age = { reference: 'r.test/back:1', digest: OLD, firstSeen: day(1), lastSeen: day(9) };
    expect(await tagAge(context, 'r.test/back:1', OLD)).toEqual(age);
    expect(await tagAge(context, 'r.test/back:1', undefined)).toEqual(age);
    expect(await tagAge(context, `r.test/back:1@${NEW}`, undefined)).toMatchObject({
      digest: NEW,
      firstSeen: day(5),
    });
    expect((await tagReleases(context, 'r.test/back')).map(({ firstSeen }) => firstSeen)).toEqual([day(1)]);
  });

  it('is unknown for what no check has seen, and for a tag that is gone', async () => {
    await seen('r.test/gone:1', [1, OLD], [5, null]);
    const context = { db: database() };
    expect((await tagAge(context, 'r.test/gone:1', OLD)).firstSeen).toEqual(day(1));
    await expect(tagAge(context, 'r.test/gone:1', undefined)).rejects.toThrow(
      'No check has seen r.test/gone:1',
    );
    await expect(tagAge(context, 'r.test/gone:1', NEW)).rejects.toThrow(NEW);
    expect(await tagReleases(context, 'r.test/gone')).toEqual([]);
  });
});

it('the releases of a repository are its tags with their current digests, or the one tag that is named', async () => {
  await seen('docker.io/library/wood:2', [3, OLD], [7, NEW]);
  await seen('docker.io/library/wood:1', [2, OLD]);
  await seen('docker.io/library/wood_b:9', [2, OLD]);
  await seen('docker.io/library/woodxb:9', [2, OLD]);
  const context = { db: database() };
  const wood = [
    { tag: '1', digest: OLD, firstSeen: day(2), lastSeen: day(3) },
    { tag: '2', digest: NEW, firstSeen: day(7), lastSeen: day(8) },
  ];
  expect(await tagReleases(context, 'wood')).toEqual(wood);
  expect(await tagReleases(context, 'docker.io/library/wood:2')).toEqual(wood.slice(1));
  expect(await tagReleases(context, 'wood:3')).toEqual([]);
  // `_` in a name is no wildcard.
  expect((await tagReleases(context, 'wood_b')).map(({ tag }) => tag)).toEqual(['9']);
  await expect(tagReleases(context, 'No Name')).rejects.toThrow('is not an image reference');
});

import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { insertImages } from '#lib/store/images/tracked-images.ts';
import { type LayerStack, writeLayerStacks } from '#lib/store/registries/layer-stacks.ts';
import { countedDatabase, fleetTests } from '../testing.ts';
import { createKnownImages } from './known-images.ts';

const openFleet = fleetTests();
const stack = (...words: string[]): Digest[] => words.map((word) => digestOf(word));
const known = (reference: string, ...words: string[]): LayerStack => ({
  reference,
  platform: 'linux/amd64',
  digest: digestOf(reference),
  diffIds: stack(...words),
  origin: 'base',
  resolvedDigest: digestOf(reference),
  firstSeen: new Date('2026-06-01T00:00:00Z'),
  addsLayers: true,
});

describe('known images', () => {
  it('are those whose layers are a strict prefix, the longest first', async () => {
    await using fleet = await openFleet({ trustsBase: () => true });
    await writeLayerStacks(fleet.context.db, [
      known('registry.test/os:1', 'a'),
      known('registry.test/runtime:1', 'a', 'b'),
      known('registry.test/same:1', 'a', 'b', 'c'),
      known('registry.test/other:1', 'b'),
      known('registry.test/fork:1', 'a', 'x'),
    ]);
    const possibleBases = async (...words: string[]) =>
      (await fleet.context.knownImages.possibleBases(stack(...words))).map(({ reference }) =>
        formatReference(reference),
      );
    expect(await possibleBases('a', 'b', 'c')).toEqual(['registry.test/runtime:1', 'registry.test/os:1']);
    expect(await possibleBases('a', 'b', 'c', 'd')).toEqual([
      'registry.test/same:1',
      'registry.test/runtime:1',
      'registry.test/os:1',
    ]);
    expect(await possibleBases('a')).toEqual([]);
    expect(await possibleBases()).toEqual([]);
    expect(await possibleBases('z', 'a')).toEqual([]);
  });

  it('are those that are tracked or trusted now, whatever is stored', async () => {
    const trusted = new Set<string>();
    await using fleet = await openFleet({
      trustsBase: (reference) => trusted.has(formatReference(reference)),
    });
    const { db, knownImages, clock } = fleet.context;
    await writeLayerStacks(db, [known('registry.test/os:1', 'a'), known('registry.test/named:1', 'a')]);
    const names = async () =>
      (await knownImages.possibleBases(stack('a', 'b'))).map(
        ({ reference, tracked }) => `${formatReference(reference)} ${tracked ? 'tracked' : 'trusted'}`,
      );
    expect(await names()).toEqual([]);
    await insertImages(db, [parseReference('registry.test/os:1')], clock());
    expect(await names()).toEqual(['registry.test/os:1 tracked']);
    trusted.add('registry.test/named:1');
    expect(await names()).toEqual(['registry.test/named:1 trusted', 'registry.test/os:1 tracked']);
    trusted.clear();
    expect(await names()).toEqual(['registry.test/os:1 tracked']);
  });

  it('are not tracked images whose layers are all their own base’s, unless trusted to be bases', async () => {
    let trusted = false;
    await using fleet = await openFleet({ trustsBase: () => trusted });
    const { db, knownImages, clock } = fleet.context;
    await writeLayerStacks(db, [
      { ...known('registry.test/copy:1', 'a'), origin: 'tracked', addsLayers: false },
    ]);
    await insertImages(db, [parseReference('registry.test/copy:1')], clock());
    expect(await knownImages.possibleBases(stack('a', 'b'))).toEqual([]);
    trusted = true;
    expect(await knownImages.possibleBases(stack('a', 'b'))).toHaveLength(1);
  });

  it('keep where they were learnt first, and become a tracked image’s own', async () => {
    await using fleet = await openFleet();
    const { db } = fleet.context;
    const base = known('registry.test/os:1', 'a');
    expect(await writeLayerStacks(db, [base])).toHaveLength(1);
    expect(await writeLayerStacks(db, [base])).toEqual([]);
    expect(await writeLayerStacks(db, [{ ...base, origin: 'tracked' }, base])).toHaveLength(1);
    expect(await writeLayerStacks(db, [base])).toEqual([]);
  });

  it('are looked up for a whole batch by one query', async () => {
    await using fleet = await openFleet();
    await writeLayerStacks(fleet.context.db, [known('registry.test/os:1', 'a')]);
    await using database = await countedDatabase(fleet);
    const images = createKnownImages(database.db, () => true);
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, n) => images.possibleBases(stack(n % 2 ? 'a' : 'b', `app ${n}`))),
    );
    expect(answers.map((answer) => answer.length)).toEqual(Array.from({ length: 150 }, (_, n) => n % 2));
    expect(database.queries()).toBe(1);
  });
});

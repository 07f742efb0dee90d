import { describe, expect, it } from 'vitest';
import type { Digest } from '#lib/oci/digest.ts';
import { digestOf } from '#lib/oci/hash.ts';
import { formatReference } from '#lib/oci/reference.ts';
import { writeLayerStacks } from '#lib/store/layer-stacks.ts';
import { createKnownImages } from './known-images.ts';
import { countedDatabase, fleetTests } from './testing.ts';

const openFleet = fleetTests();
const stack = (...words: string[]): Digest[] => words.map((word) => digestOf(word));
const known = (reference: string, ...words: string[]) => ({
  reference,
  platform: 'linux/amd64',
  digest: digestOf(reference),
  diffIds: stack(...words),
});

describe('known images', () => {
  it('are those whose layers are a strict prefix, the longest first', async () => {
    await using fleet = await openFleet();
    await writeLayerStacks(fleet.context.db, [
      known('registry.test/os:1', 'a'),
      known('registry.test/runtime:1', 'a', 'b'),
      known('registry.test/same:1', 'a', 'b', 'c'),
      known('registry.test/other:1', 'b'),
      known('registry.test/fork:1', 'a', 'x'),
    ]);
    const beneath = async (...words: string[]) =>
      (await fleet.context.knownImages.beneath(stack(...words))).map(({ reference }) =>
        formatReference(reference),
      );
    expect(await beneath('a', 'b', 'c')).toEqual(['registry.test/runtime:1', 'registry.test/os:1']);
    expect(await beneath('a', 'b', 'c', 'd')).toEqual([
      'registry.test/same:1',
      'registry.test/runtime:1',
      'registry.test/os:1',
    ]);
    expect(await beneath('a')).toEqual([]);
    expect(await beneath()).toEqual([]);
    expect(await beneath('z', 'a')).toEqual([]);
  });

  it('are looked up for a whole batch by one query', async () => {
    await using fleet = await openFleet();
    await writeLayerStacks(fleet.context.db, [known('registry.test/os:1', 'a')]);
    await using database = await countedDatabase(fleet);
    const images = createKnownImages(database.db);
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, n) => images.beneath(stack(n % 2 ? 'a' : 'b', `app ${n}`))),
    );
    expect(answers.map((answer) => answer.length)).toEqual(Array.from({ length: 150 }, (_, n) => n % 2));
    expect(database.queries()).toBe(1);
  });
});

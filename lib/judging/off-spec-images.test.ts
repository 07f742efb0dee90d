import { describe, expect, it } from 'vitest';
import { summarise } from '#lib/lineage/words/summary-sentences.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { basedOn } from '#lib/registry/memory/image-builder.ts';
import { createMemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import { judgeImage } from './judge-image.ts';
import { createMemorySources } from './sources/memory-sources.ts';
import { nested, putQuirk, type Quirk, READ_QUIRKS, set } from './testing-quirks.ts';

/** The verdict on an app with a quirk, based on a base that has not moved. */
async function verdict(quirk: Quirk) {
  const registry = createMemoryRegistry();
  const base = await putQuirk(registry, 'registry.test/base:1', ['os'], {}, {});
  const claim = basedOn('registry.test/base:1', base);
  await putQuirk(registry, 'registry.test/app:1', ['os', 'app'], claim, quirk);
  const sources = createMemorySources(
    registry,
    () => undefined,
    () => new Date('2026-06-01T00:00:00Z'),
  );
  const reference = parseReference('registry.test/app:1');
  const { lineage } = await judgeImage(sources, reference, sources.tagCache);
  return lineage;
}

describe('an image that violates the spec where a verdict does not depend on it is judged like any other', () => {
  it.each(READ_QUIRKS)('%s', async (_, quirk) => {
    const lineage = await verdict(quirk);
    expect(lineage).toMatchObject({ status: 'up-to-date' });
    expect(lineage.links[0]?.platforms.map(({ platform }) => platform)).toEqual(['linux/amd64']);
  });

  it('an annotation of null is absent: it does not mean "based on nothing"', async () => {
    const nothing = {
      'org.opencontainers.image.base.name': null,
      'org.opencontainers.image.base.digest': null,
    };
    const lineage = await verdict({ manifest: set({ annotations: nothing }) });
    expect(lineage).toMatchObject({ status: 'unknown', end: 'no-evidence' });
  });
});

describe('what is not given is shown as unknown', () => {
  it.each(['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '0', 'now', ''])(
    'a creation time of "%s"',
    async (created) => {
      const lineage = await verdict({ config: set({ created }) });
      expect(lineage).toMatchObject({
        status: 'up-to-date',
        links: [{ created: null }, { created: expect.any(String) }],
      });
    },
  );

  it('a platform that neither index nor config names', async () => {
    const lineage = await verdict({
      config: set({ os: '', architecture: undefined }),
      entry: set({ platform: { os: '', architecture: '' } }),
    });
    expect(lineage.links[0]?.platforms.map(({ platform }) => platform)).toEqual(['unknown']);
    expect(lineage.links[0]?.base?.platforms.map(({ platform }) => platform)).toEqual(['unknown']);
  });
});

describe('what changes the meaning of a document makes it unknown, with a sentence', () => {
  it.each<[string, Quirk, RegExp]>([
    ['layers of another kind', { config: nested('rootfs', { type: 'layers+base' }) }, /rootfs\.type/],
    ['a variable that is not a string', { config: set({ config: { Env: [1] } }) }, /config\.Env\.0/],
    [
      'a label that is not a string',
      { config: set({ config: { Labels: { a: 1 } } }) },
      /config\.Labels\.a: is not a string/,
    ],
    ['a key in other capitals', { config: set({ Rootfs: {} }) }, /"Rootfs" for "rootfs"/],
    [
      'an annotation that is not a string',
      { manifest: set({ annotations: { a: {} } }) },
      /annotations\.a: is not a string/,
    ],
  ])('%s', async (_, quirk, words) => {
    const lineage = await verdict(quirk);
    expect(lineage).toMatchObject({ status: 'unknown', end: 'unresolvable' });
    expect(summarise(lineage)).toMatch(words);
  });
});

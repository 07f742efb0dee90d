import { describe, expect, it } from 'vitest';
import { AMD64, ARM64 } from '#lib/rebase/planning/testing.ts';
import { imageOf, indexOf, layerId } from '#lib/rebase/testing.ts';
import { comparePlatform, pairImages } from './compare-images.ts';

const before = imageOf({ layers: ['os', 'a', 'top'], config: { User: 'root', Env: ['A=1', 'B=1'] } });
const after = imageOf({ layers: ['os', 'bb', 'top'], config: { User: 'app', Env: ['A=1', 'B=2'] } });
const names = (layers: readonly { readonly createdBy: string | null }[]) =>
  layers.map(({ createdBy }) => createdBy);

describe('comparePlatform', () => {
  it('tells kept, removed and added layers apart, sizes, and settings', () => {
    const [difference] = pairImages(before, after).map(comparePlatform);
    expect(difference).toMatchObject({
      platform: 'linux/amd64',
      before: before.document.digest,
      after: after.document.digest,
      size: { before: 3006, after: 3007 },
      config: [
        { path: 'config.Env.B', before: '1', after: '2' },
        { path: 'config.User', before: 'root', after: 'app' },
      ],
    });
    expect(names(difference?.layers.kept ?? [])).toEqual(['make os', 'make top']);
    expect(names(difference?.layers.removed ?? [])).toEqual(['make a']);
    expect(difference?.layers.added).toMatchObject([{ createdBy: 'make bb', diffId: layerId('bb') }]);
  });

  it('is empty for an image and itself, also compressed again', () => {
    const repacked = imageOf({
      layers: ['os', 'a', 'top'],
      config: { User: 'root', Env: ['A=1', 'B=1'] },
      packed: 'zstd',
    });
    for (const other of [before, repacked]) {
      expect(pairImages(before, other).map(comparePlatform)).toMatchObject([
        { layers: { removed: [], added: [] }, config: [] },
      ]);
    }
  });

  it('counts a layer that is there twice once for each time', () => {
    const twice = imageOf({ layers: ['os', 'os'] });
    const [difference] = pairImages(twice, imageOf({ layers: ['os'] })).map(comparePlatform);
    expect([names(difference?.layers.kept ?? []), names(difference?.layers.removed ?? [])]).toEqual([
      ['make os'],
      ['make os'],
    ]);
  });

  it('reversed, it swaps removed and added, before and after', () => {
    const [forth] = pairImages(before, after).map(comparePlatform);
    const [back] = pairImages(after, before).map(comparePlatform);
    expect(back?.layers.added).toEqual(forth?.layers.removed);
    expect(back?.layers.removed).toEqual(forth?.layers.added);
    expect(back?.config).toEqual(
      forth?.config.map(({ path, before: was, after: is }) => ({ path, before: is, after: was })),
    );
  });
});

describe('pairImages', () => {
  const arm = imageOf({ layers: ['os'], platform: ARM64 });
  const amd = imageOf({ layers: ['os'], platform: AMD64 });

  it('pairs indexes by platform, also where one of them lacks it', () => {
    const differences = pairImages(indexOf([amd, arm]), indexOf([after])).map(comparePlatform);
    expect(differences).toMatchObject([
      { platform: 'linux/amd64', before: amd.document.digest, after: after.document.digest },
      {
        platform: 'linux/arm64',
        before: arm.document.digest,
        after: null,
        size: { after: null },
        config: [],
      },
    ]);
  });

  it('pairs a manifest with the entry for its platform', () => {
    expect(pairImages(before, indexOf([arm, after])).map(comparePlatform)).toMatchObject([
      { platform: 'linux/amd64', before: before.document.digest, after: after.document.digest },
    ]);
  });

  it('compares two manifests with each other, whatever their platforms', () => {
    expect(pairImages(amd, arm)).toHaveLength(1);
  });
});

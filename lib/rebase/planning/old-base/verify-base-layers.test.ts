import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reasonClause } from '#lib/lineage/words/reason-words.ts';
import { BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { type ImageSpec, imageOf, layerId } from '../../testing.ts';
import { type OldBasePlatform, verifyBaseLayers } from './verify-base-layers.ts';

const base = (...layers: string[]): OldBasePlatform => ({
  digest: digestOf('base'),
  diffIds: layers.map(layerId),
});

function prove(spec: ImageSpec, oldBase: OldBasePlatform | null, override?: number): number | string {
  const verified = verifyBaseLayers('linux/amd64', imageOf(spec), oldBase, override);
  return verified.kind === 'verified' ? verified.baseLayers : verified.refusal.kind;
}

const withTopLayer = (text: string, layers: readonly string[]): ImageSpec => ({
  layers,
  config: { Labels: { [BUILDPACKS_LABEL.lifecycle]: text } },
});
const topLayer = (name: string, layers: readonly string[]) =>
  withTopLayer(JSON.stringify({ runImage: { topLayer: layerId(name) } }), layers);

describe('how many layers are the base’s', () => {
  it.each<[name: string, image: ImageSpec, oldBase: OldBasePlatform | null, expected: number | string]>([
    ['a strict prefix', { layers: ['a', 'b', 'app'] }, base('a', 'b'), 2],
    ['recompressed base: diff IDs alone count', { layers: ['a', 'app'], packed: 'zstd' }, base('a'), 1],
    ['same layer twice in the base', { layers: ['a', 'a', 'app'] }, base('a', 'a'), 2],
    ['the base’s last layer again in the app', { layers: ['a', 'app', 'a'] }, base('a'), 1],
    ['not a prefix', { layers: ['x', 'app'] }, base('a'), 'not-based-on'],
    ['its layers are there, but higher up', { layers: ['x', 'a', 'app'] }, base('a'), 'not-based-on'],
    ['base longer than the image', { layers: ['a'] }, base('a', 'b'), 'not-based-on'],
    ['an empty base', { layers: ['app'] }, base(), 'unverifiable'],
    [
      'not as many layers as diff IDs',
      { layers: ['a', 'app'], top: { rootfs: { type: 'layers', diff_ids: [layerId('a')] } } },
      base('a'),
      'unverifiable',
    ],
    ['base gone, nothing known', { layers: ['a', 'app'] }, null, 'base-gone'],
    ['topLayer', topLayer('b', ['a', 'b', 'app']), null, 2],
    ['topLayer repeated in the app', topLayer('a', ['a', 'app', 'a']), null, 'ambiguous'],
    ['topLayer that is not there', topLayer('z', ['a', 'app']), null, 'not-based-on'],
    ['topLayer does not count if the base is there', topLayer('app', ['a', 'app']), base('a'), 1],
    ['a buildpacks label that is no JSON', withTopLayer('{', ['a']), null, 'base-gone'],
    ['a buildpacks label that is null', withTopLayer('null', ['a']), null, 'base-gone'],
    [
      'a topLayer that is no digest',
      withTopLayer('{"runImage":{"topLayer":"sha256:x"}}', ['a']),
      null,
      'base-gone',
    ],
  ])('%s', (_, image, oldBase, expected) => {
    expect(prove(image, oldBase)).toBe(expected);
  });

  it('recompressed bytes that are known to differ prove as well', () => {
    const oldBase = { ...base('a'), layers: [digestOf('other bytes')] };
    expect(prove({ layers: ['a', 'app'] }, oldBase)).toBe(1);
  });

  it('matching blob digests with different diff IDs prove nothing', () => {
    const image = imageOf({ layers: ['a', 'app'] });
    const [first] = image.document.content.layers;
    const oldBase = { ...base('other'), layers: first ? [first.digest] : [] };
    expect(prove({ layers: ['a', 'app'] }, oldBase)).toBe('not-based-on');
  });

  it('a refusal has what was compared, and says why', () => {
    const verified = verifyBaseLayers('linux/amd64', imageOf({ layers: ['x', 'app'] }), base('a'), undefined);
    expect(verified).toMatchObject({
      refusal: {
        platform: 'linux/amd64',
        detail: `It could not be verified that the image is based on ${digestOf('base')}: ${reasonClause({ kind: 'layers-differ' })}.`,
        facts: {
          base: digestOf('base'),
          baseDiffIds: [layerId('a')],
          imageDiffIds: ['x', 'app'].map(layerId),
        },
      },
    });
  });

  it('law: an image is cut right above its base’s layers', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(names, names, (below, own) => {
        expect(prove({ layers: [...below, ...own] }, base(...below))).toBe(below.length);
      }),
    );
  });
});

it.each<[name: string, image: ImageSpec, override: number | undefined]>([
  ['topLayer', topLayer('a', ['a', 'app']), undefined],
  ['the operator’s count', { layers: ['a', 'app'] }, 1],
])('%s proves nothing where layers and diff IDs are not as many', (_, image, override) => {
  const rootfs = { type: 'layers', diff_ids: [layerId('a')] };
  expect(prove({ ...image, top: { rootfs } }, null, override)).toBe('unverifiable');
});

describe('the operator’s count', () => {
  it.each([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 'not-based-on'],
  ])('%s of two layers', (override, expected) => {
    expect(prove({ layers: ['a', 'app'] }, null, override)).toBe(expected);
  });

  it('is marked as such, and a base that is there does not correct it', () => {
    const verified = verifyBaseLayers('linux/amd64', imageOf({ layers: ['a', 'app'] }), base('x'), 1);
    expect(verified).toEqual({ kind: 'verified', baseLayers: 1, overridden: true });
  });
});

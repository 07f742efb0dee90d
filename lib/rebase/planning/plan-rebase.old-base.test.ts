import { describe, expect, it } from 'vitest';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { RebaseQuestion, RefusalKind } from '../rebase.ts';
import { imageOf, layerId, questionOf } from '../testing.ts';
import { planRebase } from './plan-rebase.ts';
import { ARM64, app, newBase, oldBase, planned, refusal } from './testing.ts';

describe('the old base', () => {
  const cases: [name: string, question: () => RebaseQuestion, expected: RefusalKind | 'planned'][] = [
    [
      'recompressed base',
      () => questionOf(imageOf({ layers: ['old', 'app'], packed: 'zstd' }), oldBase(), newBase()),
      'planned',
    ],
    [
      'matching digests with different diff IDs',
      () =>
        questionOf(
          app({ top: { rootfs: { type: 'layers', diff_ids: [layerId('other'), layerId('app')] } } }),
          oldBase(),
          newBase(),
        ),
      'not-based-on',
    ],
    [
      'image identical to its base',
      () => questionOf(oldBase({ config: { User: 'app' } }), oldBase(), newBase()),
      'planned',
    ],
    [
      'base longer than the image',
      () => questionOf(app(), imageOf({ layers: ['old', 'app', 'more'] }), newBase()),
      'not-based-on',
    ],
    [
      'another base’s layers',
      () => questionOf(app(), imageOf({ layers: ['other'] }), newBase()),
      'not-based-on',
    ],
    [
      'squashed image',
      () =>
        questionOf(
          imageOf({ layers: ['all'], history: [{ created_by: 'make old' }, { created_by: 'make app' }] }),
          oldBase(),
          newBase(),
        ),
      'unverifiable',
    ],
    [
      'same layer twice in the base',
      () =>
        questionOf(
          imageOf({ layers: ['old', 'old', 'app'] }),
          imageOf({ layers: ['old', 'old'] }),
          newBase(),
        ),
      'planned',
    ],
    [
      'app layer equal to a new-base layer',
      () => questionOf(imageOf({ layers: ['old', 'new'] }), oldBase(), newBase()),
      'planned',
    ],
    [
      'not as many layers as diff IDs',
      () =>
        questionOf(
          app({ top: { rootfs: { type: 'layers', diff_ids: [layerId('old')] } } }),
          oldBase(),
          newBase(),
        ),
      'unverifiable',
    ],
    ['old base 404, nothing remembered', () => questionOf(app(), null, newBase()), 'base-gone'],
    [
      'old base 404, its layers remembered',
      () =>
        questionOf(app(), null, newBase(), {
          oldBase: {
            state: 'remembered',
            digest: oldBase().document.digest,
            platforms: new Map([
              ['linux/amd64', { digest: oldBase().document.digest, diffIds: [layerId('old')] }],
            ]),
          },
        }),
      'planned',
    ],
    [
      'the operator’s count of layers',
      () => questionOf(app(), null, newBase(), { baseLayersOverride: 1 }),
      'planned',
    ],
    [
      'an operator’s count that is impossible',
      () => questionOf(app(), null, newBase(), { baseLayersOverride: 3 }),
      'not-based-on',
    ],
    ['the base as it is now', () => questionOf(app(), oldBase(), oldBase()), 'already-current'],
    [
      'the same content, recompressed',
      () =>
        questionOf(
          app(),
          oldBase(),
          imageOf({ layers: ['old'], packed: 'zstd', layerType: MEDIA_TYPE.ociLayerZstd }),
        ),
      'already-current',
    ],
    [
      'a base that changed its config alone',
      () =>
        questionOf(
          app({ config: { Env: ['A=1'] } }),
          oldBase({ config: { Env: ['A=1'] } }),
          oldBase({ config: { Env: ['A=2'] } }),
        ),
      'planned',
    ],
  ];
  it.each(cases)('%s', (_, question, expected) => {
    expect(refusal(question())).toBe(expected);
  });

  it('override of the layer count is flagged, with a warning that the old config is not known', () => {
    const { warnings } = planned(questionOf(app(), null, newBase(), { baseLayersOverride: 1 }));
    expect(warnings.map(({ kind }) => kind)).toEqual(['layer-count-override', 'config-drift']);
  });

  it('a refusal has its facts and what to do instead', () => {
    const answer = planRebase(questionOf(app(), imageOf({ layers: ['other'] }), newBase()));
    expect(answer).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'not-based-on', platform: 'linux/amd64', instead: ['rebuild'] },
    });
  });
});

it('the operator’s count is used if the old base lacks the platform', () => {
  const question = questionOf(app(), oldBase({ platform: ARM64 }), newBase(), { baseLayersOverride: 1 });
  expect(refusal(question)).toBe('planned');
  expect(refusal({ ...question, oldBase: { state: 'gone', digest: null } })).toBe('planned');
});

import { describe, expect, it } from 'vitest';
import { ANNOTATION, BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { labelsOf } from '#lib/oci/image-config.ts';
import type { RebaseQuestion } from '../rebase.ts';
import { type ImageSpec, imageOf, indexOf, layerId, questionOf, resultOf } from '../testing.ts';
import { planRebase } from './plan-rebase.ts';

const ARM64 = { os: 'linux', architecture: 'arm64' };
const oldBase = (more: Partial<ImageSpec> = {}) => imageOf({ layers: ['old'], ...more });
const newBase = (more: Partial<ImageSpec> = {}) => imageOf({ layers: ['new', 'newer'], ...more });
const app = (more: Partial<ImageSpec> = {}) => imageOf({ layers: ['old', 'app'], ...more });
const labelled = (labels: Record<string, string>) => ({ config: { Labels: labels } });
const claiming = (digest: string) =>
  labelled({ [ANNOTATION.baseName]: 'parent:1', [ANNOTATION.baseDigest]: digest });

function first(question: RebaseQuestion) {
  const answer = planRebase(question);
  if (answer.kind === 'refused') throw new Error(answer.refusal.detail);
  const result = resultOf(answer.plan.documents);
  const image = result.kind === 'index' ? [...result.children.values()][0] : result;
  const [platform] = answer.plan.platforms;
  if (image?.kind !== 'manifest' || platform === undefined) throw new Error('no platform');
  return { labels: labelsOf(image.config), config: platform.config };
}

describe('the config’s changes are shown as they are written', () => {
  const cases: [name: string, original: ImageSpec, old: Partial<ImageSpec>, next: Partial<ImageSpec>][] = [
    [
      'a claim that was inherited',
      { layers: ['old', 'app'], ...claiming('sha256:a') },
      claiming('sha256:a'),
      claiming('sha256:b'),
    ],
    [
      'a claim of the image’s own',
      { layers: ['old', 'app'], ...claiming('sha256:own') },
      claiming('sha256:a'),
      claiming('sha256:b'),
    ],
    ['a Docker image’s first claim', { layers: ['old', 'app'], docker: true }, {}, {}],
    [
      'the buildpacks label',
      {
        layers: ['old', 'app'],
        ...labelled({
          [BUILDPACKS_LABEL.lifecycle]: JSON.stringify({ runImage: { topLayer: layerId('old') } }),
        }),
      },
      {},
      {},
    ],
  ];

  it.each(
    cases.flatMap(([name, ...specs]) =>
      (['merge', 'keep-original'] as const).map((mode) => [`${name}, ${mode}`, mode, ...specs] as const),
    ),
  )('%s', (_, configMode, original, old, next) => {
    const { labels, config } = first(
      questionOf(imageOf(original), oldBase(old), newBase(next), { configMode }),
    );
    const before = labelsOf(imageOf(original).config);
    const names = new Set([...Object.keys(before), ...Object.keys(labels)]);
    const expected = [...names].flatMap((name) => {
      const change = { before: before[name] ?? null, after: labels[name] ?? null };
      return change.before === change.after ? [] : [{ path: `config.Labels.${name}`, ...change }];
    });
    expect(expected.length).toBeGreaterThan(0);
    expect(new Set(config.changes)).toEqual(new Set(expected));
  });

  it('a claim that is rewritten is no conflict', () => {
    const question = questionOf(
      app(claiming('sha256:own')),
      oldBase(claiming('sha256:a')),
      newBase(claiming('sha256:b')),
    );
    expect(first(question).config.conflicts).toEqual([]);
  });
});

describe('a child’s label keeps to what it named', () => {
  const old = indexOf([oldBase(), imageOf({ layers: ['old'], platform: ARM64 })]);
  const next = indexOf([newBase(), imageOf({ layers: ['new'], platform: ARM64 })]);

  it.each([
    ['the platform’s digest', oldBase().document.digest, newBase().document.digest],
    ['the index’s digest', old.document.digest, next.document.digest],
  ])('%s', (_, before, after) => {
    const { labels } = first(questionOf(indexOf([app(claiming(before))]), old, next));
    expect(labels[ANNOTATION.baseDigest]).toBe(after);
  });
});

it.each([
  ['fewer', ['new']],
  ['more', ['new', 'newer', 'newest']],
])('a new base with %s diff IDs than layers is refused: no unpacker would take the result', (_, ids) => {
  const rootfs = { type: 'layers', diff_ids: ids.map(layerId) };
  expect(planRebase(questionOf(app(), oldBase(), newBase({ top: { rootfs } })))).toMatchObject({
    kind: 'refused',
    refusal: { kind: 'unverifiable', facts: { layers: 2, diffIds: ids.length } },
  });
});

it.each([-1, 0.5, 3])('%s layers are not the base’s, whoever says so', (baseLayersOverride) => {
  expect(planRebase(questionOf(app(), null, newBase(), { baseLayersOverride }))).toMatchObject({
    kind: 'refused',
    refusal: { kind: 'not-based-on' },
  });
});

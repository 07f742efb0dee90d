import { describe, expect, it } from 'vitest';
import { diffIds } from '#lib/oci/image-config.ts';
import { imageOf, indexOf, layerId, questionOf, resultOf } from '../testing.ts';
import { planRebase } from './plan-rebase.ts';
import {
  AMD64,
  ARM64,
  app,
  arm,
  made,
  newBase,
  oldBase,
  planned,
  refusal,
  topIndex,
  windows,
} from './testing.ts';

describe('platforms', () => {
  const both = (layers: readonly string[]) => [AMD64, ARM64].map((platform) => imageOf({ layers, platform }));

  it('arm64 image with amd64 first in the base index', () => {
    const bases = (name: string) =>
      indexOf([
        imageOf({ layers: [`${name} amd64`] }),
        imageOf({ layers: [`${name} arm64`], platform: ARM64 }),
      ]);
    const original = imageOf({ layers: ['old arm64', 'app'], platform: ARM64 });
    const { config } = made(planned(questionOf(original, bases('old'), bases('new'))));
    expect(diffIds(config)).toEqual([layerId('new arm64'), layerId('app')]);
  });

  it('arm/v7 beside v6', () => {
    const bases = (name: string) =>
      indexOf(
        ['v6', 'v7'].map((variant) => imageOf({ layers: [`${name} ${variant}`], platform: arm(variant) })),
      );
    const original = imageOf({ layers: ['old v7', 'app'], platform: arm('v7') });
    expect(diffIds(made(planned(questionOf(original, bases('old'), bases('new')))).config)[0]).toBe(
      layerId('new v7'),
    );
  });

  it('arm64 with and without v8', () => {
    const original = imageOf({ layers: ['old', 'app'], platform: { ...ARM64, variant: 'v8' } });
    const bases = (layers: string[]) => indexOf([imageOf({ layers, platform: ARM64 })]);
    expect(refusal(questionOf(original, bases(['old']), bases(['new'])))).toBe('planned');
  });

  it('new base lacks a platform', () => {
    const original = indexOf(both(['old', 'app']));
    const answer = planRebase(
      questionOf(original, indexOf(both(['old'])), indexOf([imageOf({ layers: ['new'] })])),
    );
    expect(answer).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'platform-missing', platform: 'linux/arm64' },
    });
  });

  it.each([
    ['another patch of the same build', '10.0.20348.2', 'planned'],
    ['another build', '10.0.17763.1', 'platform-missing'],
  ])('Windows: %s', (_, version, expected) => {
    const original = imageOf({ layers: ['old', 'app'], platform: windows('10.0.20348.1') });
    const old = imageOf({ layers: ['old'], platform: windows('10.0.20348.1') });
    const next = imageOf({ layers: ['new'], platform: windows(version) });
    expect(refusal(questionOf(original, old, next))).toBe(expected);
  });

  it('old base lacks a platform', () => {
    const original = indexOf([
      imageOf({ layers: ['old', 'app'] }),
      imageOf({ layers: ['old arm64', 'app'], platform: ARM64 }),
    ]);
    const answer = planRebase(questionOf(original, indexOf([oldBase()]), indexOf(both(['new']))));
    expect(answer).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'platform-missing', platform: 'linux/arm64' },
    });
  });

  const variants = (name: string, ...of: string[]) =>
    indexOf(of.map((variant) => imageOf({ layers: [`${name} ${variant}`], platform: arm(variant) })));
  const onArm = (variant: string, baseVariant: string) =>
    imageOf({ layers: [`old ${baseVariant}`, 'app'], platform: arm(variant) });

  it.each<[string, string[], string[], string]>([
    ['both bases have v6 alone', ['v6'], ['v6'], 'new v6'],
    ['the new base has v7 too: builders take it', ['v6'], ['v6', 'v7'], 'new v7'],
    ['it was built on v6 though v7 was there', ['v7', 'v6'], ['v7', 'v6'], 'new v6'],
    ['v5 beside v6: the best lower variant', ['v5', 'v6'], ['v5', 'v6'], 'new v6'],
  ])('an arm/v7 image on v6 layers: %s', (_, old, fresh, expected) => {
    const question = questionOf(onArm('v7', 'v6'), variants('old', ...old), variants('new', ...fresh));
    expect(diffIds(made(planned(question)).config)[0]).toBe(layerId(expected));
  });

  it('layers are never swapped for those of a higher variant', () => {
    const question = questionOf(onArm('v6', 'v6'), variants('old', 'v6'), variants('new', 'v7'));
    expect(refusal(question)).toBe('platform-missing');
  });

  it('an arm64 image on the amd64 base (FROM --platform) is rebased onto the new amd64 base', () => {
    const bases = (name: string) =>
      indexOf(
        [AMD64, ARM64].map((platform) => imageOf({ layers: [`${name} ${platform.architecture}`], platform })),
      );
    const original = indexOf(
      [AMD64, ARM64].map((platform) => imageOf({ layers: ['old amd64', platform.architecture], platform })),
    );
    const plan = planned(questionOf(original, bases('old'), bases('new')));
    const added = plan.platforms.map(({ layersAdded }) => layersAdded.map(({ diffId }) => diffId));
    expect(added).toEqual([[layerId('new amd64')], [layerId('new amd64')]]);
    const withoutAmd64 = indexOf([imageOf({ layers: ['new arm64'], platform: ARM64 })]);
    expect(refusal(questionOf(original, bases('old'), withoutAmd64))).toBe('platform-missing');
  });

  const sparse = (source: ReturnType<typeof indexOf>, ...missing: string[]) => ({
    ...source,
    children: new Map(
      [...source.children].filter(
        ([, child]) => child.kind === 'manifest' && !missing.includes(child.config.architecture),
      ),
    ),
    missing: source.document.content.manifests.filter((entry) =>
      missing.includes(entry.platform?.architecture ?? ''),
    ),
  });

  it('of a sparse new base only the platforms that the image has are needed', () => {
    const question = questionOf(app(), indexOf(both(['old'])), sparse(indexOf(both(['new'])), 'arm64'));
    expect(refusal(question)).toBe('planned');
    const needed = sparse(indexOf(both(['new'])), 'amd64');
    const answer = planRebase(questionOf(app(), indexOf(both(['old'])), needed));
    expect(answer).toMatchObject({
      refusal: { kind: 'platform-missing', detail: expect.stringContaining('does not have its manifest') },
    });
  });

  it('a sparse image is refused, naming the platforms that its registry does not have', () => {
    const original = sparse(indexOf(both(['old', 'app'])), 'arm64');
    const answer = planRebase(questionOf(original, indexOf(both(['old'])), indexOf(both(['new']))));
    expect(answer).toMatchObject({
      refusal: {
        kind: 'platform-missing',
        platform: 'linux/arm64',
        detail: expect.stringMatching(
          /^The registry lists linux\/arm64 in .* but does not have its manifest/,
        ),
      },
    });
  });

  it('image index: every child is rebased, the index keeps its order and annotations', () => {
    const original = indexOf(both(['old', 'app']), { annotations: { 'org.example.kept': 'yes' } });
    const plan = planned(questionOf(original, indexOf(both(['old'])), indexOf(both(['new']))));
    const result = resultOf(plan.documents);
    expect(result.document.content.annotations).toMatchObject({ 'org.example.kept': 'yes' });
    expect(plan.platforms.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
    expect(
      result.kind === 'index' &&
        [...result.children.values()].map((child) => child.kind === 'manifest' && diffIds(child.config)),
    ).toEqual([
      [layerId('new'), layerId('app')],
      [layerId('new'), layerId('app')],
    ]);
    expect(plan.documents.map(({ kind }) => kind)).toEqual([
      'config',
      'config',
      'manifest',
      'manifest',
      'index',
    ]);
  });

  it('image index on a single-manifest base, and the reverse', () => {
    expect(refusal(questionOf(indexOf([app()]), oldBase(), newBase()))).toBe('planned');
    expect(refusal(questionOf(app(), indexOf([oldBase()]), indexOf([newBase()])))).toBe('planned');
  });

  it('nested index', () => {
    const inner = indexOf([app()]);
    const plan = planned(questionOf(indexOf([inner]), oldBase(), newBase()));
    const result = resultOf(plan.documents);
    const [child] = result.kind === 'index' ? [...result.children.values()] : [];
    expect(child?.kind).toBe('index');
    expect(plan.documents.filter(({ kind }) => kind === 'index')).toHaveLength(2);
  });

  it('descriptor without platform: the config has it', () => {
    const original = indexOf([imageOf({ layers: ['old', 'app'], platform: ARM64 })], { untold: true });
    const base = (layers: string[]) => indexOf([imageOf({ layers, platform: ARM64 })], { untold: true });
    expect(planned(questionOf(original, base(['old']), base(['new']))).platforms[0]?.platform).toBe(
      'linux/arm64',
    );
  });

  it('two children of one platform', () => {
    const original = indexOf([app(), imageOf({ layers: ['old', 'another'] })]);
    expect(refusal(questionOf(original, oldBase(), newBase()))).toBe('ambiguous');
  });

  it('an index of which nothing runs', () => {
    expect(refusal(questionOf(indexOf([]), oldBase(), newBase()))).toBe('unsupported-media-type');
  });
});

describe('one manifest under several platforms', () => {
  const listedAs = (...variants: string[]) => {
    const image = imageOf({ layers: ['old', 'app'], platform: arm('v6') });
    const { bytes, mediaType, digest } = image.document;
    const entries = variants.map((variant) => ({
      mediaType,
      digest,
      size: bytes.byteLength,
      platform: { os: 'linux', architecture: 'arm', variant },
    }));
    const listing = indexOf([], { entries });
    return { ...listing, children: new Map([[digest, image]]) };
  };
  const bases = (v6: string, v7: string) =>
    indexOf([imageOf({ layers: [v6], platform: arm('v6') }), imageOf({ layers: [v7], platform: arm('v7') })]);

  it('whose new bases differ is refused: it cannot have both', () => {
    const question = questionOf(listedAs('v6', 'v7'), bases('old', 'old'), bases('new v6', 'new v7'));
    expect(refusal(question)).toBe('ambiguous');
  });

  it('listed twice for one platform is one platform', () => {
    const plan = planned(questionOf(listedAs('v6', 'v6'), bases('old', 'old'), bases('new', 'new')));
    expect(plan.platforms).toHaveLength(1);
    expect(new Set(topIndex(plan).manifests.map(({ digest }) => digest)).size).toBe(1);
  });
});

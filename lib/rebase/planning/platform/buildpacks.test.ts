import { describe, expect, it } from 'vitest';
import { BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { diffIds, labelsOf } from '#lib/oci/image-config.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { RebaseQuestion } from '../../rebase.ts';
import { HOST, type ImageSpec, imageOf, layerId, questionOf, resultOf } from '../../testing.ts';
import { planRebase } from '../plan-rebase.ts';

const BASE = `${HOST}/library/base`;
const DISTRO = 'io.buildpacks.base.distro.name';
const STACK = 'io.buildpacks.stack.id';

const labelled = (Labels: Record<string, string>) => ({ config: { Labels } });
const oldBase = (labels: Record<string, string> = {}) => imageOf({ layers: ['old'], ...labelled(labels) });
const newBase = (labels: Record<string, string> = {}) =>
  imageOf({ layers: ['new', 'newer'], ...labelled(labels) });

/** What the lifecycle writes; `names` are of the run image. */
const metadata = (names: Record<string, unknown>, stack?: unknown, topLayer: string = layerId('old')) =>
  JSON.stringify({
    app: [{ sha: 'sha256:a' }],
    runImage: { topLayer, reference: `${BASE}@${oldBase().document.digest}`, ...names },
    ...(stack === undefined ? {} : { stack }),
  });
const app = (text: string, more: Record<string, string> = {}, spec: Partial<ImageSpec> = {}) =>
  imageOf({
    layers: ['old', 'app'],
    ...labelled({ [BUILDPACKS_LABEL.lifecycle]: text, ...more }),
    ...spec,
  });

function rebased(question: RebaseQuestion) {
  const answer = planRebase(question);
  if (answer.kind === 'refused') throw new Error(answer.refusal.detail);
  const result = resultOf(answer.plan.documents);
  if (result.kind !== 'manifest') throw new Error('an index');
  return { config: result.config, labels: labelsOf(result.config) };
}

function refusal(question: RebaseQuestion): string {
  const answer = planRebase(question);
  return answer.kind === 'refused' ? answer.refusal.kind : 'planned';
}

const otherTag = (tag: string) => ({
  newBase: { reference: parseReference(`${BASE}:${tag}`), source: newBase() },
});
const written = { topLayer: layerId('newer'), reference: `${BASE}@${newBase().document.digest}` };

describe('the lifecycle’s label', () => {
  const cases: [name: string, text: string, more: Partial<RebaseQuestion>, expected: unknown][] = [
    [
      'has the new top layer and reference, and keeps names that still hold, as they were spelled',
      metadata({ image: `${BASE}:1`, mirrors: ['m'] }, { runImage: { image: 'x' } }),
      {},
      { runImage: { ...written, image: `${BASE}:1`, mirrors: ['m'] }, stack: { runImage: { image: 'x' } } },
    ],
    [
      'keeps its names where the new one is a mirror among them',
      metadata({ image: 'registry.example.com/run:1', mirrors: [`${BASE}:1`] }),
      {},
      { runImage: { ...written, image: 'registry.example.com/run:1', mirrors: [`${BASE}:1`] } },
    ],
    [
      'a tag bump in the same repository is taken, and named in both places',
      metadata({ image: `${BASE}:1`, mirrors: ['m'] }, { runImage: { image: `${BASE}:1`, mirrors: ['m'] } }),
      otherTag('2'),
      { runImage: { ...written, image: `${BASE}:2` }, stack: { runImage: { image: `${BASE}:2` } } },
    ],
    [
      'an older lifecycle’s, which names the run image in its stack alone',
      metadata({}, { runImage: { image: `${BASE}:1` } }),
      otherTag('2'),
      { runImage: { ...written, image: `${BASE}:2` }, stack: { runImage: { image: `${BASE}:2` } } },
    ],
    ['one without any name gets none', metadata({}), {}, { runImage: written }],
  ];
  it.each(cases)('%s', (_, text, more, expected) => {
    const { labels } = rebased(questionOf(app(text), oldBase(), newBase(), more));
    expect(JSON.parse(labels[BUILDPACKS_LABEL.lifecycle] ?? '')).toEqual({
      app: [{ sha: 'sha256:a' }],
      ...(expected as object),
    });
  });

  it('differs in what changed alone, to the byte: key order and Go’s escapes stay', () => {
    const text = metadata({ image: `${BASE}:1` }).replace(
      '"app":[',
      '"app":[{"run":"a \\u0026\\u0026 b \\u003e c"},',
    );
    const { labels } = rebased(questionOf(app(text), oldBase(), newBase()));
    expect(labels[BUILDPACKS_LABEL.lifecycle]).toBe(
      text
        .replace(layerId('old'), layerId('newer'))
        .replace(oldBase().document.digest, newBase().document.digest),
    );
  });

  it('is left as it is where it cannot be read', () => {
    const { labels } = rebased(questionOf(app('{'), oldBase(), newBase()));
    expect(labels[BUILDPACKS_LABEL.lifecycle]).toBe('{');
  });

  it('of the base, inherited by an image that a Dockerfile made, follows the base', () => {
    const [before, after] = [
      metadata({}, undefined, layerId('below')),
      metadata({}, undefined, layerId('x')),
    ];
    const bases = [before, after].map((text) => ({ [BUILDPACKS_LABEL.lifecycle]: text }));
    const { labels } = rebased(questionOf(app(before), oldBase(bases[0]), newBase(bases[1])));
    expect(labels[BUILDPACKS_LABEL.lifecycle]).toBe(after);
  });
});

describe('the run image’s own labels', () => {
  it.each(['merge', 'keep-original'] as const)('come along with its layers, %s', (configMode) => {
    const original = app(metadata({}), {
      'io.buildpacks.stack.maintainer': 'a',
      'io.buildpacks.base.id': 'b',
    });
    const base = newBase({ 'io.buildpacks.base.id': 'c', 'io.buildpacks.base.homepage': 'd' });
    const { labels } = rebased(questionOf(original, null, base, { configMode }));
    expect(labels).toMatchObject({ 'io.buildpacks.base.id': 'c', 'io.buildpacks.base.homepage': 'd' });
    expect(labels).not.toHaveProperty('io.buildpacks.stack.maintainer');
  });
});

describe('what buildpacks refuse', () => {
  const onOther = (key: string, made: string, offered: string, text = metadata({})) =>
    questionOf(app(text, made ? { [key]: made } : {}), oldBase(), newBase(offered ? { [key]: offered } : {}));

  it.each([
    ['another distribution', DISTRO, 'ubuntu', 'debian', 'not-rebasable'],
    ['another version of it', 'io.buildpacks.base.distro.version', '22.04', '24.04', 'not-rebasable'],
    ['another stack', STACK, 'io.buildpacks.stacks.bionic', 'io.buildpacks.stacks.jammy', 'not-rebasable'],
    ['the same distribution', DISTRO, 'ubuntu', 'ubuntu', 'planned'],
    ['a base that says nothing', DISTRO, 'ubuntu', '', 'planned'],
    ['an app that says nothing', DISTRO, '', 'ubuntu', 'planned'],
  ])('%s', (_, key, made, offered, expected) => {
    expect(refusal(onOther(key, made, offered))).toBe(expected);
  });

  it('of an image that a Dockerfile made on one of theirs, nothing', () => {
    const inherited = { [BUILDPACKS_LABEL.lifecycle]: metadata({}), [DISTRO]: 'ubuntu' };
    const question = questionOf(
      app(metadata({}), { [DISTRO]: 'ubuntu' }),
      oldBase(inherited),
      newBase({ [DISTRO]: 'debian' }),
    );
    expect(refusal(question)).toBe('planned');
  });

  it('rebasable=false', () => {
    const original = app(metadata({}), { [BUILDPACKS_LABEL.rebasable]: 'false' });
    expect(refusal(questionOf(original, oldBase(), newBase()))).toBe('not-rebasable');
    const allowed = app(metadata({}), { [BUILDPACKS_LABEL.rebasable]: 'true' });
    expect(refusal(questionOf(allowed, oldBase(), newBase()))).toBe('planned');
  });
});

describe('topLayer, where the base is gone', () => {
  it('proves it', () => {
    const { config } = rebased(questionOf(app(metadata({})), null, newBase()));
    expect(diffIds(config)).toEqual(['new', 'newer', 'app'].map(layerId));
  });

  it.each([
    ['repeated in the app is refused', ['old', 'app', 'old'], 'old', 'ambiguous'],
    ['that the image does not have is refused', ['old', 'app'], 'none', 'not-based-on'],
  ])('%s', (_, layers, topLayer, expected) => {
    const original = app(metadata({}, undefined, layerId(topLayer)), {}, { layers });
    expect(refusal(questionOf(original, null, newBase()))).toBe(expected);
  });
});

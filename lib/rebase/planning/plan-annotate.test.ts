import { describe, expect, it } from 'vitest';
import { ANNOTATION } from '#lib/oci/annotations.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { ImageSource, RebasePlan, RebaseQuestion } from '../rebase.ts';
import { HOST, type ImageSpec, imageOf, indexOf, layerId, questionOf } from '../testing.ts';
import { type AnnotateQuestion, planAnnotate } from './plan-annotate.ts';

const ARM64 = { os: 'linux', architecture: 'arm64' };
const base = (more: Partial<ImageSpec> = {}) => imageOf({ layers: ['base'], ...more });
const app = (more: Partial<ImageSpec> = {}) => imageOf({ layers: ['base', 'app'], ...more });
const named = `${HOST}/library/base:1`;
const claim = (digest: Digest) => ({ [ANNOTATION.baseName]: named, [ANNOTATION.baseDigest]: digest });

/** By default the base's tag has moved on to a single manifest. */
const question = (
  original: ImageSource,
  oldBase: ImageSource,
  more: Partial<AnnotateQuestion> = {},
): AnnotateQuestion => {
  const { newBase: _, configMode: __, ...rest } = questionOf(original, oldBase, oldBase);
  return { ...rest, baseTag: { digest: digestOf('moved on'), entries: [] }, ...more };
};

/** The base's tag may hold anything now: an annotation names what the image is based on. */
const annotating = (original = app() as RebaseQuestion['original'], more: Partial<AnnotateQuestion> = {}) =>
  question(original, base(), more);

function planned(question: AnnotateQuestion): RebasePlan {
  const answer = planAnnotate(question);
  if (answer.kind === 'refused') throw new Error(answer.refusal.detail);
  return answer.plan;
}

function refusal(question: AnnotateQuestion): string {
  const answer = planAnnotate(question);
  return answer.kind === 'refused' ? answer.refusal.kind : 'planned';
}

const texts = (plan: RebasePlan) => plan.documents.map(({ text }) => JSON.parse(text));

describe('annotating', () => {
  it('writes the two annotations, and nothing else: layers, config and unknown keys stay', () => {
    const original = app({ annotations: { kept: 'yes' }, manifest: { 'x-unknown': [1] } });
    const plan = planned(annotating(original));
    const before = JSON.parse(new TextDecoder().decode(original.document.bytes));
    expect(texts(plan)).toEqual([
      { ...before, annotations: { kept: 'yes', ...claim(base().document.digest) } },
    ]);
    expect(Object.keys(texts(plan)[0])).toEqual(Object.keys(before));
    expect(plan.toDigest).toBe(plan.documents[0]?.digest);
  });

  it('moves no blob and puts no config: one manifest between two reads of the tag', () => {
    const plan = planned(annotating());
    expect([plan.mounts, plan.copies, plan.bytesToCopy]).toEqual([[], [], 0]);
    expect(plan.requests).toBe(3);
  });

  it('shows the same layers on both sides, and the digest to go back to', () => {
    const original = app();
    const plan = planned(annotating(original));
    const [platform] = plan.platforms;
    expect([platform?.layersRemoved, platform?.layersAdded]).toEqual([[], []]);
    expect(platform?.layersKept.map(({ diffId }) => diffId)).toEqual(['base', 'app'].map(layerId));
    expect([plan.fromDigest, plan.targetDigest]).toEqual([
      original.document.digest,
      original.document.digest,
    ]);
  });

  it('an index: its children name their platform’s digest, the index the one that its base’s name had', () => {
    const bases = indexOf([base(), base({ platform: ARM64 })]);
    const original = indexOf([app(), app({ platform: ARM64 })]);
    const plan = planned(question(original, bases));
    expect(plan.documents.map(({ kind }) => kind)).toEqual(['manifest', 'manifest', 'index']);
    expect(texts(plan).map(({ annotations }) => annotations)).toEqual([
      claim(base().document.digest),
      claim(base({ platform: ARM64 }).document.digest),
      claim(bases.document.digest),
    ]);
  });

  it('a single manifest on a base index names the index, which its name resolves to', () => {
    const bases = indexOf([base(), base({ platform: ARM64 })]);
    expect(texts(planned(question(app(), bases)))[0].annotations).toEqual(claim(bases.document.digest));
  });

  it('empty annotations, as builders write them on scratch, are none', () => {
    const empty = { [ANNOTATION.baseName]: '', [ANNOTATION.baseDigest]: '' };
    expect(texts(planned(annotating(app({ annotations: empty }))))[0].annotations).toEqual(
      claim(base().document.digest),
    );
  });

  it('what was signed or attested of the old digest no longer applies, and is named', () => {
    const signature = {
      mediaType: MEDIA_TYPE.ociManifest,
      digest: digestOf('sig'),
      size: 1,
      artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
    };
    const attestation = {
      mediaType: MEDIA_TYPE.ociManifest,
      digest: digestOf('attestation'),
      size: 1,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: { [ANNOTATION.attestationDigest]: app().document.digest },
    };
    const plan = planned(
      annotating(indexOf([app()], { entries: [attestation] }), { referrers: [signature] }),
    );
    expect(plan.losses.map(({ kind, digest }) => [kind, digest])).toEqual([
      ['attestation', attestation.digest],
      ['signature', signature.digest],
    ]);
  });

  it('is the same for the same question, to the byte', () => {
    expect(planned(annotating())).toEqual(planned(annotating()));
  });
});

describe('annotating is refused', () => {
  const another = parseReference(`${HOST}/copies/shop:1.0`);
  const cases: [name: string, question: AnnotateQuestion, expected: string][] = [
    [
      'where the annotations are there',
      annotating(app({ annotations: claim(base().document.digest) })),
      'already-current',
    ],
    ['in the Docker format, which has none', annotating(app({ docker: true })), 'unsupported-media-type'],
    ['where the layers do not verify it', annotating(imageOf({ layers: ['other', 'app'] })), 'not-based-on'],
    ['where the base is gone', annotating(app(), { oldBase: { state: 'gone', digest: null } }), 'base-gone'],
    ['where the base has no name', annotating(app(), { oldBaseName: null }), 'unverifiable'],
    ['in another repository', annotating(app(), { target: another }), 'not-allowed'],
    ['of an index of which nothing runs', annotating(indexOf([])), 'unverifiable'],
  ];
  it.each(cases)('%s', (_, of, expected) => {
    expect(refusal(of)).toBe(expected);
  });
});

it('a base that is gone is annotated as it is remembered', () => {
  const digest = base().document.digest;
  const platforms = new Map([['linux/amd64', { digest, diffIds: [layerId('base')] }]]);
  const plan = planned(annotating(app(), { oldBase: { state: 'remembered', digest, platforms } }));
  expect(texts(plan)[0].annotations).toEqual(claim(digest));
});

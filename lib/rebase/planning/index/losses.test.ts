import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { indexOf, questionOf, resultOf } from '../../testing.ts';
import { app, attestation, elsewhere, newBase, oldBase, planned, topIndex } from '../testing.ts';

describe('what is lost', () => {
  it('attestations of replaced children are dropped, others stay', () => {
    const original = indexOf([app()], {
      entries: [attestation(app().document.digest), attestation(digestOf('another'))],
    });
    const plan = planned(questionOf(original, oldBase(), newBase()));
    expect(plan.losses).toMatchObject([
      { kind: 'attestation', digest: attestation(app().document.digest).digest },
    ]);
    const result = resultOf(plan.documents);
    expect(result.kind === 'index' && result.document.content.manifests).toHaveLength(2);
  });

  it('signed image: the signature is named, and never pointed elsewhere', () => {
    const referrers = [
      {
        mediaType: MEDIA_TYPE.ociManifest,
        digest: digestOf('sig'),
        size: 1,
        artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
      },
      {
        mediaType: MEDIA_TYPE.ociManifest,
        digest: digestOf('sbom'),
        size: 1,
        artifactType: 'application/spdx+json',
      },
    ];
    const plan = planned(questionOf(app(), oldBase(), newBase(), { referrers }));
    expect(plan.losses.map(({ kind }) => kind)).toEqual(['signature', 'referrer']);
    expect(plan.documents.some(({ text }) => text.includes(digestOf('sig')))).toBe(false);
  });
});

describe('attestations and other entries', () => {
  it('legacy attestations, which name no subject, are dropped', () => {
    const legacy = attestation(app().document.digest, { annotations: null });
    const plan = planned(questionOf(indexOf([app()], { entries: [legacy] }), oldBase(), newBase()));
    expect(topIndex(plan).manifests).toHaveLength(1);
    expect(plan.losses).toMatchObject([{ kind: 'attestation', digest: legacy.digest }]);
  });

  it('attestations with subject, which the registry lists as referrers too, are named once', () => {
    const entry = attestation(app().document.digest, { artifactType: 'application/vnd.in-toto+json' });
    const referrer = { ...entry, platform: null };
    const plan = planned(
      questionOf(indexOf([app()], { entries: [entry] }), oldBase(), newBase(), {
        referrers: [referrer, referrer],
      }),
    );
    expect(plan.losses.map(({ kind, digest }) => [kind, digest])).toEqual([['attestation', entry.digest]]);
  });

  it('entries that are not rebased stay out of another repository, where nothing of them is', () => {
    const artifact: Descriptor = {
      mediaType: 'application/x-artifact',
      digest: digestOf('artifact'),
      size: 3,
    };
    const original = indexOf([app()], { entries: [artifact, attestation(digestOf('of another'))] });
    const inPlace = planned(questionOf(original, oldBase(), newBase()));
    expect(topIndex(inPlace).manifests).toHaveLength(3);
    const copied = planned(questionOf(original, oldBase(), newBase(), elsewhere));
    expect(topIndex(copied).manifests).toHaveLength(1);
    expect(copied.losses.map(({ digest }) => digest)).toContain(artifact.digest);
  });
});

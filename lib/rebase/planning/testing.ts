// Words that the tests of planning share: an app on a base that moved on.
import { ANNOTATION } from '#lib/oci/annotations.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { RebasePlan, RebaseQuestion, RefusalKind } from '../rebase.ts';
import { HOST, type ImageSpec, imageOf, resultOf } from '../testing.ts';
import { planRebase } from './plan-rebase.ts';

export const AMD64 = { os: 'linux', architecture: 'amd64' };
export const ARM64 = { os: 'linux', architecture: 'arm64' };
export const arm = (variant: string) => ({ os: 'linux', architecture: 'arm', variant });
export const windows = (version: string) => ({
  os: 'windows',
  architecture: 'amd64',
  'os.version': version,
});

export const oldBase = (more: Partial<ImageSpec> = {}) => imageOf({ layers: ['old'], ...more });
export const newBase = (more: Partial<ImageSpec> = {}) => imageOf({ layers: ['new', 'newer'], ...more });
export const app = (more: Partial<ImageSpec> = {}) => imageOf({ layers: ['old', 'app'], ...more });

/** The annotations that claim the base of these tests. */
export const claim = (digest: string) => ({
  [ANNOTATION.baseName]: `${HOST}/library/base:1`,
  [ANNOTATION.baseDigest]: digest,
});

/** Another repository of the same registry as the target. */
export const elsewhere = { target: parseReference(`${HOST}/copies/shop:1.0`), targetDigest: null };

/** The plan; throws where it is refused. */
export function planned(question: RebaseQuestion): RebasePlan {
  const answer = planRebase(question);
  if (answer.kind === 'refused') throw new Error(`refused: ${answer.refusal.kind}: ${answer.refusal.detail}`);
  return answer.plan;
}

/** How a question is refused, if it is. */
export function refusal(question: RebaseQuestion): RefusalKind | 'planned' {
  const answer = planRebase(question);
  return answer.kind === 'refused' ? answer.refusal.kind : 'planned';
}

/** The first platform's image that a plan makes. */
export function made(plan: RebasePlan, at = 0) {
  const result = resultOf(plan.documents);
  const images = result.kind === 'manifest' ? [result] : [...result.children.values()];
  const found = images[at];
  if (found?.kind !== 'manifest') throw new Error('no such platform');
  return { manifest: found.document.content, config: found.config, document: found.document };
}

/** The index that a plan puts. */
export function topIndex(plan: RebasePlan) {
  const result = resultOf(plan.documents);
  if (result.kind !== 'index') throw new Error('not an index');
  return result.document.content;
}

/** An index's entry as BuildKit writes it for what attests another. */
export const attestation = (subject: Digest, more: Partial<Descriptor> = {}): Descriptor => ({
  mediaType: MEDIA_TYPE.ociManifest,
  digest: digestOf(`attestation of ${subject}`),
  size: 10,
  platform: { os: 'unknown', architecture: 'unknown' },
  annotations: {
    [ANNOTATION.attestationType]: 'attestation-manifest',
    [ANNOTATION.attestationDigest]: subject,
  },
  ...more,
});

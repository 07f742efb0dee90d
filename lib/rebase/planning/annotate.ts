import { ANNOTATION } from '#lib/oci/annotations.ts';
import { diffIds } from '#lib/oci/config.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type {
  OldBase,
  PlannedDocument,
  PlannedLayer,
  PlatformPlan,
  RebaseAnswer,
  RebaseQuestion,
  RebaseRefusal,
} from '../rebase.ts';
import { claimsBase, type NewClaim, withClaim } from './base-claims.ts';
import { encodeDocument, rawOf } from './encode.ts';
import { type ChildPlan, rebuildIndexes } from './index-plan.ts';
import { lossesOf } from './losses.ts';
import { oldBaseFor, oldDigestOf } from './old-base.ts';
import { type PlatformLeaf, platformsOf } from './pairing.ts';
import { proveBase } from './proof.ts';
import { countRequests } from './request-count.ts';

/**
 * Plans to write the two base annotations where other evidence was verified: new manifests with the same layers and
 * configs, which name the base that the image stands on, at the digest it stands on. Pure, as `planRebase` is.
 */
export function planAnnotate(question: RebaseQuestion): RebaseAnswer {
  const { original, oldBase, oldBaseName } = question;
  const leaves = platformsOf(original);
  const name = oldBaseName && (watchedTag(oldBaseName) ?? oldBaseName);
  const unfit = refuseUnfit(question, leaves, name);
  if (unfit !== undefined || name === null) return { kind: 'refused', refusal: unfit ?? noName(question) };
  const platforms: PlatformPlan[] = [];
  const children = new Map<Digest, ChildPlan>();
  for (const leaf of leaves) {
    const base = oldBaseFor(oldBase, leaf);
    const proof = proveBase(leaf.platform, leaf.image, base, undefined);
    if (proof.kind === 'refused') return proof;
    if (base === null) return { kind: 'refused', refusal: noName(question) };
    const claim = claimOf(name, oldBase, base.digest);
    const { document } = leaf.image;
    const place = original.kind === 'index' ? 'child' : 'top';
    const manifest = encodeDocument('manifest', document.mediaType, leaf.platform, {
      ...rawOf(document),
      annotations: withClaim(document.content.annotations, claim, place),
    });
    children.set(document.digest, { manifest, claim });
    platforms.push(platformPlan(leaf, manifest, base.digest, proof.baseLayers));
  }
  const [first] = children.values();
  if (first === undefined) return { kind: 'refused', refusal: noName(question) };
  const { claim } = first;
  const indexes = rebuildIndexes({ source: original, children, claim, elsewhere: false });
  const documents = [...[...children.values()].map(({ manifest }) => manifest), ...indexes.documents];
  const top = documents.at(-1);
  if (top === undefined) return { kind: 'refused', refusal: noName(question) };
  const moves = { mounts: [], copies: [] };
  const base = { name: claim.name, digest: claim.digest };
  return {
    kind: 'planned',
    plan: {
      reference: formatReference(question.reference),
      target: formatReference(question.target),
      fromDigest: original.document.digest,
      toDigest: top.digest,
      targetDigest: question.targetDigest,
      targetEtag: question.targetEtag ?? null,
      oldBase: base,
      newBase: base,
      configMode: 'keep-original',
      platforms,
      ...moves,
      bytesToCopy: 0,
      documents,
      losses: lossesOf(indexes, question.referrers),
      warnings: [],
      requests: countRequests({ ...moves, documents }),
    },
  };
}

function refuseUnfit(
  { original, reference, target }: RebaseQuestion,
  leaves: readonly PlatformLeaf[],
  name: Reference | null,
): RebaseRefusal | undefined {
  const image = formatReference(reference);
  if (name === null || leaves.length === 0) return undefined;
  if (leaves.every(({ image: { document } }) => claimsBase(document.content.annotations))) {
    return {
      kind: 'already-current',
      detail: `${image} has base annotations already. Rebase it to change them.`,
      facts: {},
      instead: ['none-needed'],
    };
  }
  if (leaves.some(({ image: { document } }) => document.mediaType === MEDIA_TYPE.dockerManifest)) {
    return {
      kind: 'unsupported-media-type',
      detail: `${image} is in the Docker v2s2 format, whose manifests have no annotations. Rebuild it in the OCI format.`,
      facts: { mediaType: original.document.mediaType },
      instead: ['rebuild'],
    };
  }
  if (reference.registry !== target.registry || reference.repository !== target.repository) {
    return {
      kind: 'not-allowed',
      detail: 'Annotations are written within the image’s own repository: name a tag there.',
      facts: { target: formatReference(target) },
      instead: ['none-needed'],
    };
  }
  return undefined;
}

function noName({ reference }: RebaseQuestion): RebaseRefusal {
  return {
    kind: 'unverifiable',
    detail: `What ${formatReference(reference)} stands on has no name and digest that were verified: there is nothing to write as ${ANNOTATION.baseName}.`,
    facts: {},
    instead: ['rebuild'],
  };
}

function claimOf(name: Reference, oldBase: OldBase, platformDigest: Digest): NewClaim {
  const digest = oldDigestOf(oldBase) ?? platformDigest;
  return { name: formatReference(name), digest, platformDigest, oldDigest: null };
}

function platformPlan(
  { platform, image }: PlatformLeaf,
  manifest: PlannedDocument,
  base: Digest,
  baseLayers: number,
): PlatformPlan {
  const ids = diffIds(image.config);
  const layers = image.document.content.layers.map(
    ({ digest, size, mediaType }, at): PlannedLayer => ({
      digest,
      diffId: ids[at] ?? digest,
      size,
      mediaType,
      createdBy: null,
    }),
  );
  const beneath = layers.slice(0, baseLayers);
  return {
    platform,
    fromDigest: image.document.digest,
    toDigest: manifest.digest,
    oldBaseDigest: base,
    newBaseDigest: base,
    layersRemoved: beneath,
    layersAdded: beneath,
    layersKept: layers.slice(baseLayers),
    config: { changes: [], conflicts: [] },
  };
}

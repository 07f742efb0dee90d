import { ANNOTATION, type Annotations } from '#lib/oci/annotations.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { diffIds } from '#lib/oci/image-config.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import { annotationChanges } from '../merge/annotations.ts';
import type {
  ListedLayer,
  PlannedDocument,
  PlatformPlan,
  RebaseAnswer,
  RebaseQuestion,
  RebaseRefusal,
} from '../rebase.ts';
import { claimsBase, type NewClaim, withClaim } from './documents/base-claims.ts';
import { encodeDocument, rawOf } from './documents/encode-document.ts';
import { lossesOf } from './index/losses.ts';
import { type ChildPlan, rebuildIndexes } from './index/rebuild-indexes.ts';
import { oldBaseFor, oldDigestOf } from './old-base/find-old-base.ts';
import { type PlatformLeaf, platformsOf } from './old-base/pair-platforms.ts';
import { verifyBaseLayers } from './old-base/verify-base-layers.ts';
import { layerChanges } from './platform/layer-changes.ts';
import { countRequests } from './whole-image/request-count.ts';
import { resolvedTags } from './whole-image/resolved-tags.ts';

/** Everything that an annotation plan is made of. */
export interface AnnotateQuestion
  extends Pick<
    RebaseQuestion,
    | 'reference'
    | 'original'
    | 'oldBase'
    | 'oldBaseName'
    | 'target'
    | 'targetDigest'
    | 'targetEtag'
    | 'referrers'
    | 'attachments'
  > {
  /** What the base's tag resolves to now, which need not be what the image is based on. */
  readonly baseTag: {
    /** Null where there is no such tag (any more). */
    readonly digest: Digest | null;
    /** The images that it lists, where it is an index. */
    readonly entries: readonly Digest[];
  };
}

/**
 * Plans to write the two base annotations where other evidence was verified: new manifests with the same layers and
 * configs, which name the base that the image is based on, at the digest it is based on, wherever the base's tag is
 * now. Pure, as `planRebase` is.
 */
export function planAnnotate(question: AnnotateQuestion): RebaseAnswer {
  const { original, oldBase, oldBaseName } = question;
  const leaves = platformsOf(original);
  const name = oldBaseName && (watchedTag(oldBaseName) ?? oldBaseName);
  const unfit = refuseUnfit(question, leaves, name);
  if (unfit !== undefined || name === null) return { kind: 'refused', refusal: unfit ?? noName(question) };
  const proven: VerifiedPlatform[] = [];
  for (const leaf of leaves) {
    const base = oldBaseFor(oldBase, leaf);
    const verified = verifyBaseLayers(leaf.platform, leaf.image, base, undefined);
    if (verified.kind === 'refused') return verified;
    if (base === null) return { kind: 'refused', refusal: noName(question) };
    proven.push({ leaf, base: base.digest, baseLayers: verified.baseLayers });
  }
  const whole = wholeDigest(question, new Set(proven.map(({ base }) => base)));
  const claimOf = (base: Digest): NewClaim => ({
    name: formatReference(name),
    digest: whole ?? base,
    platformDigest: base,
    oldDigest: null,
  });
  const [first] = proven;
  if (first === undefined) return { kind: 'refused', refusal: noName(question) };
  const children = new Map<Digest, ChildPlan>();
  const platforms: PlatformPlan[] = [];
  for (const each of proven) {
    const { document } = each.leaf.image;
    const claim = claimOf(each.base);
    const annotations = withClaim(
      document.content.annotations,
      claim,
      original.kind === 'index' ? 'child' : 'top',
    );
    const manifest = encodeDocument('manifest', document.mediaType, each.leaf.platform, {
      ...rawOf(document),
      annotations,
    });
    children.set(document.digest, { manifest, claim });
    platforms.push(platformPlan(each, manifest, annotations));
  }
  const indexes = rebuildIndexes({
    source: original,
    children,
    claim: whole === null ? null : claimOf(whole),
    elsewhere: false,
  });
  const documents = [...[...children.values()].map(({ manifest }) => manifest), ...indexes.documents];
  const top = documents.at(-1);
  if (top === undefined) return { kind: 'refused', refusal: noName(question) };
  const moves = { mounts: [], copies: [] };
  const base = { name: formatReference(name), digest: whole ?? first.base };
  return {
    kind: 'planned',
    plan: {
      reference: formatReference(question.reference),
      target: formatReference(question.target),
      fromDigest: original.document.digest,
      toDigest: top.digest,
      targetDigest: question.targetDigest,
      targetEtag: question.targetEtag ?? null,
      resolved: resolvedTags({ ...question, base: { reference: name, digest: question.baseTag.digest } }),
      oldBase: base,
      newBase: base,
      configMode: 'keep-original',
      platforms,
      annotations: indexes.annotations,
      ...moves,
      bytesToCopy: 0,
      documents,
      losses: lossesOf(indexes, {
        referrers: question.referrers,
        attachments: question.attachments ?? [],
        content: [],
      }),
      warnings: [],
      requests: countRequests({ ...moves, documents }),
    },
  };
}

/** A platform whose base is verified by layers: the base's manifest, and how many layers are the base's. */
interface VerifiedPlatform {
  readonly leaf: PlatformLeaf;
  readonly base: Digest;
  readonly baseLayers: number;
}

/**
 * What the base's name resolved to as a whole: the index that has all of these platforms' bases, or the one manifest
 * that all are based on. Null where only the platforms' digests are known: none of them speaks for the others.
 */
function wholeDigest({ oldBase, baseTag }: AnnotateQuestion, bases: ReadonlySet<Digest>): Digest | null {
  if (oldBase.state === 'present' && oldBase.source.kind === 'index') return oldBase.source.document.digest;
  const known = oldDigestOf(oldBase);
  if (known !== null && !bases.has(known)) return known;
  if (baseTag.digest !== null && [...bases].every((base) => baseTag.entries.includes(base))) {
    return baseTag.digest;
  }
  const [only, ...others] = bases;
  return only !== undefined && others.length === 0 ? only : null;
}

function refuseUnfit(
  { original, reference, target }: AnnotateQuestion,
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
      detail: 'Annotations are written only in the image’s own repository. Choose a target tag there.',
      facts: { target: formatReference(target) },
      instead: ['none-needed'],
    };
  }
  return undefined;
}

function noName({ reference }: AnnotateQuestion): RebaseRefusal {
  return {
    kind: 'unverifiable',
    detail: `No name and digest of the base of ${formatReference(reference)} were verified, so there is nothing to write as ${ANNOTATION.baseName}.`,
    facts: {},
    instead: ['rebuild'],
  };
}

function platformPlan(
  { leaf: { platform, image }, base, baseLayers }: VerifiedPlatform,
  manifest: PlannedDocument,
  annotations: Annotations,
): PlatformPlan {
  const ids = diffIds(image.config);
  const layers = image.document.content.layers.map(
    ({ digest, size, mediaType }, at): ListedLayer => ({
      digest,
      diffId: ids[at] ?? digest,
      size,
      mediaType,
      createdBy: null,
    }),
  );
  const baseOnes = layers.slice(0, baseLayers);
  const before = image.document.content.annotations ?? {};
  return {
    platform,
    fromDigest: image.document.digest,
    toDigest: manifest.digest,
    oldBaseDigest: base,
    newBaseDigest: base,
    ...layerChanges(baseOnes, baseOnes, layers.slice(baseLayers)),
    config: { changes: [], conflicts: [] },
    annotations: { changes: annotationChanges(before, annotations, 'annotations'), conflicts: [] },
  };
}

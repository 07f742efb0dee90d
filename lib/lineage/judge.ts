import type { Digest } from '#lib/oci/digest.ts';
import { type ImageIndex, isIndex, isManifest, type ManifestDocument } from '#lib/oci/manifest.ts';
import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import { behindSince } from './behind.ts';
import { chooseClaim, type JudgedClaim, type PlatformChoice } from './choose-claim.ts';
import type { ClaimedBase } from './claim.ts';
import type { Inquiry } from './inquiry.ts';
import { listsDigest } from './judge-platform.ts';
import type { BaseVerdict, ChainEnd, Evidence, LineageLink, PlatformVerdict } from './lineage.ts';
import { newerTagOf } from './newer-tag.ts';
import { listPlatforms, loadChild, loadImage, type PlatformImage } from './platform-image.ts';
import { isStale, isVerified, worstFreshness, worstVerification } from './status.ts';

/** One image of a chain, loaded: what its link is judged from. */
export interface Subject {
  readonly reference: Reference;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly created: string | null;
  readonly listed: LineageLink['platforms'];
  readonly images: readonly PlatformImage[];
  /** Platforms whose documents could not be had, with the reason. */
  readonly failures: readonly { readonly platform: string; readonly reason: string }[];
}

/** A judged link: its verdict and where the chain goes on, or how it ends. */
export interface LinkJudgement {
  readonly base: BaseVerdict | null;
  readonly next: Subject | undefined;
  readonly end: ChainEnd | undefined;
}

/** Loads an image with all its platforms; `undefined` where its own document cannot be had. */
export function loadSubject(
  inquiry: Inquiry,
  reference: Reference,
  document: ManifestDocument,
): Subject | undefined {
  const common = { reference, digest: document.digest, mediaType: document.mediaType };
  if (isManifest(document)) {
    const loaded = loadImage(inquiry, reference, document);
    if (loaded.state !== 'present') {
      const reason = loaded.state === 'unknown' ? loaded.reason : 'its config is not there';
      return {
        ...common,
        created: null,
        listed: [],
        images: [],
        failures: [{ platform: 'unknown', reason }],
      };
    }
    const { image } = loaded;
    const listed = [{ platform: image.platform, digest: image.digest }];
    return { ...common, created: image.config.created ?? null, listed, images: [image], failures: [] };
  }
  if (!isIndex(document)) return undefined;
  return loadIndex(inquiry, reference, document);
}

function loadIndex(inquiry: Inquiry, reference: Reference, index: ManifestDocument<ImageIndex>): Subject {
  const images: PlatformImage[] = [];
  const failures: { platform: string; reason: string }[] = [];
  for (const entry of listPlatforms(inquiry, reference, index)) {
    const loaded = loadChild(inquiry, reference, entry);
    if (loaded.state === 'present') images.push(loaded.image);
    else if (loaded.state !== 'pending') {
      const reason =
        loaded.state === 'gone' ? 'the registry does not have its manifest or config' : loaded.reason;
      failures.push({ platform: entry.platform ?? 'unknown', reason });
    }
  }
  return {
    reference,
    digest: index.digest,
    mediaType: index.mediaType,
    created: images[0]?.config.created ?? null,
    listed: images.map(({ platform, digest }) => ({ platform, digest })),
    images,
    failures,
  };
}

/** Judges one link of a chain by all its platforms. */
export function judgeLink(inquiry: Inquiry, subject: Subject, wantNewerTags: boolean): LinkJudgement {
  const choices = subject.images.map((image) => chooseClaim(inquiry, image, subject.reference));
  const followed = choices.filter(isFollowed);
  const main = mainClaim(followed);
  if (main === undefined) {
    const roots = choices.filter(({ chosen }) => chosen === 'root').length;
    const end =
      roots > 0 && roots === choices.length && subject.failures.length === 0 ? 'root' : 'no-evidence';
    return { base: null, next: undefined, end: subject.images.length === 0 ? 'unresolvable' : end };
  }
  const base = combine(inquiry, subject, choices, main, wantNewerTags);
  const beneath = followed.flatMap(({ chosen }) => chosen.judgement.beneath ?? []);
  const stop = base.conflict || base.verification === 'contradicted' || beneath.length === 0;
  const next =
    main.name === undefined || beneath.length === 0
      ? undefined
      : subjectBeneath(inquiry, main.name, base, beneath);
  return { base, next, end: stop ? 'unresolvable' : undefined };
}

type Followed = PlatformChoice & { readonly chosen: JudgedClaim & { claim: { base: ClaimedBase } } };

function isFollowed(choice: PlatformChoice): choice is Followed {
  return choice.chosen !== undefined && choice.chosen !== 'root';
}

/** The claim that most platforms share by name: a Windows platform may stand on another base than the rest. */
function mainClaim(choices: readonly Followed[]): ClaimedBase | undefined {
  const votes = new Map<string, { base: ClaimedBase; count: number }>();
  for (const { chosen } of choices) {
    const { base } = chosen.claim;
    const key = base.name === undefined ? '' : formatReference(nameOnly(base.name));
    const vote = votes.get(key);
    if (vote) vote.count += 1;
    else votes.set(key, { base, count: 1 });
  }
  return [...votes.values()].reduce<{ base: ClaimedBase; count: number } | undefined>(
    (best, vote) => (best === undefined || vote.count > best.count ? vote : best),
    undefined,
  )?.base;
}

/** A name as an identity: by its tag where it has one, by its digest where it has none. */
function nameOnly(name: Reference): Reference {
  return watchedTag(name) ?? name;
}

function combine(
  inquiry: Inquiry,
  subject: Subject,
  choices: readonly PlatformChoice[],
  main: ClaimedBase,
  wantNewerTags: boolean,
): BaseVerdict {
  const platforms = [
    ...choices.map((choice) => platformVerdict(choice, main)),
    ...subject.failures.map(({ platform, reason }) => failedPlatform(platform, reason)),
  ];
  const freshness = worstFreshness(platforms.map((each) => each.freshness));
  const judgements = choices.filter(isFollowed).map(({ chosen }) => chosen.judgement);
  const name = main.name === undefined ? undefined : nameOnly(main.name);
  const tagDigest = judgements.find((each) => each.tagDigest !== null)?.tagDigest ?? null;
  const worst = platforms.find((each) => each.freshness === freshness && each.reason !== null);
  const contradicted = platforms.find((each) => each.verification === 'contradicted' && each.reason !== null);
  const unproven = platforms.find((each) => !isVerified(each.verification) && each.reason !== null);
  const conflict = choices.some((choice) => choice.conflict);
  return {
    name: name === undefined ? null : formatReference(name),
    digest: main.digest ?? null,
    currentDigest: tagDigest,
    evidence: mergeEvidence(choices.map((choice) => choice.evidence)),
    conflict,
    freshness,
    verification: worstVerification(platforms.map((each) => each.verification)),
    platforms,
    newerTag: newerTagOf(inquiry, name, wantNewerTags),
    behindSince: isStale(freshness) ? behindSince(inquiry, name, judgements) : null,
    reason: conflict
      ? 'two kinds of evidence name different bases, and the layers do not bear out the one that speaks first'
      : ((contradicted ?? worst ?? unproven)?.reason ?? null),
  };
}

function platformVerdict(choice: PlatformChoice, main: ClaimedBase): PlatformVerdict {
  const { image } = choice;
  if (!isFollowed(choice)) {
    const reason =
      choice.chosen === 'root'
        ? 'this platform is built on nothing'
        : 'nothing says what this platform stands on';
    return {
      ...failedPlatform(image.platform, reason),
      ...(choice.chosen === 'root'
        ? {
            freshness: 'up-to-date',
            verification: 'verified',
            baseLayers: 0,
            appLayers: image.diffIds.length,
          }
        : {}),
    };
  }
  const { judgement, claim } = choice.chosen;
  const ownName = claim.base.name === undefined ? undefined : formatReference(nameOnly(claim.base.name));
  const mainName = main.name === undefined ? undefined : formatReference(nameOnly(main.name));
  const elsewhere = ownName !== mainName ? `this platform stands on ${ownName ?? 'an unnamed base'}` : null;
  return {
    platform: image.platform,
    freshness: judgement.freshness,
    verification: judgement.verification,
    claimedDigest: judgement.claimedDigest,
    currentDigest: judgement.currentDigest,
    baseLayers: judgement.baseLayers,
    appLayers: judgement.baseLayers === null ? null : image.diffIds.length - judgement.baseLayers,
    reason: [judgement.reason, elsewhere].filter((part) => part !== null).join('; ') || null,
  };
}

function failedPlatform(platform: string, reason: string): PlatformVerdict {
  return {
    platform,
    freshness: 'unknown',
    verification: 'unverifiable',
    claimedDigest: null,
    currentDigest: null,
    baseLayers: null,
    appLayers: null,
    reason,
  };
}

/** Statements that every platform shares are told once, without a platform. */
function mergeEvidence(perPlatform: readonly (readonly Evidence[])[]): Evidence[] {
  const groups = new Map<string, Evidence[]>();
  for (const evidence of perPlatform.flat()) {
    const { platform: _, ...statement } = evidence;
    const key = JSON.stringify(statement);
    const group = groups.get(key);
    if (group) group.push(evidence);
    else groups.set(key, [evidence]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length < perPlatform.length || perPlatform.length === 1) return group;
    const { platform: _, ...statement } = first;
    return [statement];
  });
}

/** The base as the next image of the chain: at what the image stands on, not at what the name has now. */
function subjectBeneath(
  inquiry: Inquiry,
  name: Reference,
  base: BaseVerdict,
  beneath: readonly PlatformImage[],
): Subject | undefined {
  const images = beneath.filter(
    ({ repository }) => repository.registry === name.registry && repository.repository === name.repository,
  );
  const [first] = images;
  if (first === undefined) return undefined;
  const digests = [...new Set(images.map(({ digest }) => digest))];
  const listing = first.listing?.index;
  const current = base.currentDigest;
  const listedNow =
    current !== null &&
    digests.every((digest) => digest === current || listsDigest(inquiry, name, current, digest));
  const viaIndex =
    listing !== undefined && images.every((image) => image.listing?.index.digest === listing.digest);
  const digest = viaIndex ? listing.digest : listedNow && digests.length > 1 ? current : first.digest;
  return {
    reference: watchedTag(name) ?? { ...name, digest },
    digest,
    mediaType: viaIndex ? listing.mediaType : first.manifest.mediaType,
    created: first.config.created ?? null,
    listed: images.map((image) => ({ platform: image.platform, digest: image.digest })),
    images: images.map((image) => withListing(inquiry, name, current, image)),
    failures: [],
  };
}

/** An image that was claimed by its own digest has its index's annotations too, where the current index lists it. */
function withListing(
  inquiry: Inquiry,
  name: Reference,
  current: Digest | null,
  image: PlatformImage,
): PlatformImage {
  if (image.listing !== undefined || current === null) return image;
  const fact = inquiry.facts.manifest(name, current);
  if (fact?.state !== 'present' || !isIndex(fact.document)) return image;
  const listed = listPlatforms(inquiry.withoutAsking(), name, fact.document);
  const entry = listed.find(({ descriptor }) => descriptor.digest === image.digest);
  return entry === undefined
    ? image
    : { ...image, listing: { index: entry.index, descriptor: entry.descriptor } };
}

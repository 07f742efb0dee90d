import type { Digest } from '#lib/oci/digest.ts';
import type { ChainEnd } from '../vocabulary/chain-end.ts';
import type { DigestKind, EvidenceKind, EvidenceLevel } from '../vocabulary/evidence.ts';
import type { Freshness } from '../vocabulary/freshness.ts';
import type { Status } from '../vocabulary/status.ts';
import type { Verification } from '../vocabulary/verification.ts';

/** One statement about what an image stands on: who said it, where, and what it says. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly level: EvidenceLevel;
  /** As claimed, fully qualified; null where the claim names none. */
  readonly name: string | null;
  /** The name as written, where it is no reference; `name` is null then, and `note` says why. */
  readonly claimed?: string;
  /** As claimed; null where the claim has none or has garbage (then `note` says so). */
  readonly digest: Digest | null;
  /** The platform whose child said it; absent where it speaks for the whole image. */
  readonly platform?: string;
  /** The document that holds the statement: a manifest, index, config or attestation blob. */
  readonly source?: Digest;
  /** Whether the layers bear it out, where that was looked at. */
  readonly verification?: Verification;
  /** Why this statement was not followed, where it was not. */
  readonly note?: string;
}

/** The verdict on one platform's base. */
export interface PlatformVerdict {
  readonly platform: string;
  readonly freshness: Freshness;
  readonly verification: Verification;
  /** The base's manifest that the claim leads to; the claimed digest if the registry no longer has it. */
  readonly claimedDigest: Digest | null;
  /** What `claimedDigest` is of; null where that is not known. */
  readonly claimedDigestKind?: DigestKind | null;
  /** This platform's manifest of what the name resolves to now, never an index. */
  readonly currentDigest: Digest | null;
  /** The platform whose image of the base this one is built on, where that is proven. */
  readonly basePlatform?: string | null;
  /** Layers of the image that are its base's, where verified; null where not known. */
  readonly baseLayers: number | null;
  readonly appLayers: number | null;
  /** A sentence where something is not known or not as claimed. */
  readonly reason: string | null;
}

/** The verdict on a link image → base. */
export interface BaseVerdict {
  /** As claimed, fully qualified; null where only a digest is claimed and no name is known. */
  readonly name: string | null;
  /** As claimed: of an index or of one platform's manifest, as its builder wrote it. */
  readonly digest: Digest | null;
  /** What `digest` is of; null where that is not known. */
  readonly digestKind?: DigestKind | null;
  /** What the name resolves to now: the tag's own digest. */
  readonly currentDigest: Digest | null;
  /** What `currentDigest` is of; null where that is not known. */
  readonly currentDigestKind?: DigestKind | null;
  readonly evidence: readonly Evidence[];
  /** Two kinds of evidence disagree: both are shown, neither is followed. */
  readonly conflict: boolean;
  readonly freshness: Freshness;
  readonly verification: Verification;
  readonly platforms: readonly PlatformVerdict[];
  /** A newer tag of the same shape in the base's repository. */
  readonly newerTag: string | null;
  /** Why the repository's tags could not be listed, a sentence; a null `newerTag` then does not mean there is none. */
  readonly newerTagReason?: string;
  /** When this base's tag was first seen to have moved on (ISO 8601). */
  readonly behindSince: string | null;
  readonly reason: string | null;
  /** What the last check that could read this base found, if this one could not. */
  readonly lastKnown?: LastKnownBase;
}

/** A base as it was last seen. */
export interface LastKnownBase {
  readonly freshness: Freshness;
  /** What the name resolved to then. */
  readonly currentDigest: Digest | null;
}

/** One image of a chain. */
export interface LineageLink {
  /** Fully qualified. */
  readonly reference: string;
  readonly digest: Digest | null;
  readonly mediaType: string | null;
  /** The publisher's word, not evidence (ISO 8601). */
  readonly created: string | null;
  readonly platforms: readonly { readonly platform: string; readonly digest: Digest }[];
  /** Null at the end of the chain. */
  readonly base: BaseVerdict | null;
  /** Claims about the base when none is followed, each with the reason; absent if there are none. */
  readonly evidence?: readonly Evidence[];
  /** This check could not read it: everything here is as last known, and its base's freshness is `unknown`. */
  readonly retained?: true;
}

/** What the last complete check found. */
export interface LastKnown {
  readonly status: Status;
  readonly summary: string;
  /** When that check was made (ISO 8601). */
  readonly checkedAt: string;
  readonly digest: Digest | null;
  readonly baseName: string | null;
  readonly behindSince: string | null;
}

/** Why an image cannot be checked, and since when. */
export interface Unreachable {
  /** The registry that could not be reached, as references write it; null if the cause is not a registry. */
  readonly host: string | null;
  /** The kind of trouble: a registry error's, or `content` for a document that is refused. */
  readonly kind: string;
  /** Completes a sentence after the host: "refuses connections". */
  readonly problem: string;
  /** When it was first found (ISO 8601). */
  readonly since: string;
}

/** One image's chain, judged. `links[0]` is the image itself, each next one the base of the one before. */
export interface Lineage {
  readonly reference: string;
  readonly digest: Digest | null;
  readonly checkedAt: string;
  readonly status: Status;
  /** A sentence: what is so, and what to do. */
  readonly summary: string;
  readonly links: readonly LineageLink[];
  readonly end: ChainEnd;
  /** If something could not be checked and the status is `unknown`: what, and since when. */
  readonly unreachable?: Unreachable;
  /** Beside `unreachable`: what was known before; missing where nothing was. */
  readonly lastKnown?: LastKnown;
}

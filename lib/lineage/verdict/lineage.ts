import type { Digest } from '#lib/oci/digest.ts';
import type { ChainEnd } from '../vocabulary/chain-end.ts';
import type { DigestKind, EvidenceKind, EvidenceLevel } from '../vocabulary/evidence.ts';
import type { Freshness } from '../vocabulary/freshness.ts';
import type { Status } from '../vocabulary/status.ts';
import type { Verification } from '../vocabulary/verification.ts';
import type { Finding } from './finding.ts';
import type { Cause, Reason } from './reason.ts';

/** One claim about an image's base: its source and what it says. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly level: EvidenceLevel;
  /** As claimed, fully qualified; null if the claim has no name. */
  readonly name: string | null;
  /** The name as written, if it is not a reference; then `name` is null, and `notes` say why. */
  readonly claimed?: string;
  /** As claimed; null if the claim has no valid digest (`notes` say which). */
  readonly digest: Digest | null;
  /** The platform whose manifest makes the claim; absent if it is about the whole image. */
  readonly platform?: string;
  /** The document that holds the claim: a manifest, index, config or attestation blob. */
  readonly source?: Digest;
  /** Whether the layers prove it, if that was checked. */
  readonly verification?: Verification;
  /** What is wrong with this claim, and why it was not followed. */
  readonly notes?: readonly Reason[];
}

/** The verdict on one platform's base. */
export interface PlatformVerdict {
  readonly platform: string;
  readonly freshness: Freshness;
  readonly verification: Verification;
  /** The base's manifest that the claim leads to; the claimed digest if the registry no longer has it. */
  readonly claimedDigest: Digest | null;
  /** What `claimedDigest` is of; null if not known. */
  readonly claimedDigestKind?: DigestKind | null;
  /** This platform's manifest of what the name resolves to now, never an index. */
  readonly currentDigest: Digest | null;
  /** The platform whose base image this one is based on, if proven. */
  readonly basePlatform?: string | null;
  /** How many of the image's layers are its base's, if verified; null if not known. */
  readonly baseLayers: number | null;
  readonly appLayers: number | null;
  /** Why something is not known or not as claimed, most important first. */
  readonly reasons: readonly Reason[];
}

/** The verdict on a link image → base. */
export interface BaseVerdict {
  /** As claimed, fully qualified; null if only a digest is claimed. */
  readonly name: string | null;
  /** As claimed: of an index or of one platform's manifest, as its builder wrote it. */
  readonly digest: Digest | null;
  /** What `digest` is of; null if not known. */
  readonly digestKind?: DigestKind | null;
  /** What the name resolves to now: the tag's own digest. */
  readonly currentDigest: Digest | null;
  /** What `currentDigest` is of; null if not known. */
  readonly currentDigestKind?: DigestKind | null;
  readonly evidence: readonly Evidence[];
  /** Two kinds of evidence disagree: both are shown, neither is followed. */
  readonly conflict: boolean;
  readonly freshness: Freshness;
  readonly verification: Verification;
  readonly platforms: readonly PlatformVerdict[];
  /** A newer tag of the same shape in the base's repository. */
  readonly newerTag: string | null;
  /** Why the repository's tags could not be listed; a null `newerTag` then does not mean there is none. */
  readonly newerTagReason?: Reason;
  /** When this base's tag was first seen to have moved on (ISO 8601). */
  readonly behindSince: string | null;
  /** The reasons of the platform that decides the verdict. */
  readonly reasons: readonly Reason[];
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
  /** As the publisher wrote it: not evidence (ISO 8601). */
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
  readonly finding: Finding;
  /** When that check was made (ISO 8601). */
  readonly checkedAt: string;
  readonly digest: Digest | null;
  readonly baseName: string | null;
  readonly behindSince: string | null;
}

/** Why an image cannot be checked, and since when. */
export type Unreachable = CheckTrouble & {
  /** When it was first found (ISO 8601). */
  readonly since: string;
};

/** Why a check is incomplete: a registry, or content that cannot be read. */
export type CheckTrouble =
  | {
      /** The registry that could not be reached, as references write it. */
      readonly host: string;
      /** The registry error's kind. */
      readonly kind: string;
      /** What the registry does, in the registry client's words, after its name: "refuses connections". */
      readonly problem: string;
    }
  | { readonly host: null; readonly kind: 'content'; readonly reason: Cause };

/** The version of {@link Lineage} as stored; earlier versions are upcast when they are read. */
export const LINEAGE_VERSION = 1;

/** One image's chain, judged. `links[0]` is the image itself, each next one the base of the one before. */
export interface Lineage {
  readonly version: typeof LINEAGE_VERSION;
  readonly reference: string;
  readonly digest: Digest | null;
  readonly checkedAt: string;
  readonly status: Status;
  /** What this check found: the facts that a summary is made from. */
  readonly finding: Finding;
  readonly links: readonly LineageLink[];
  readonly end: ChainEnd;
  /** If the status is `unknown` because something could not be checked: what, and since when. */
  readonly unreachable?: Unreachable;
  /** With `unreachable`: what was known before; missing if nothing was. */
  readonly lastKnown?: LastKnown;
}

import { z } from 'zod';
import { REASON_KIND } from '#lib/lineage/verdict/reason.ts';
import { CHAIN_END } from '#lib/lineage/vocabulary/chain-end.ts';
import { DIGEST_KIND, EVIDENCE_KIND, EVIDENCE_LEVEL } from '#lib/lineage/vocabulary/evidence.ts';
import { FRESHNESS } from '#lib/lineage/vocabulary/freshness.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { VERIFICATION } from '#lib/lineage/vocabulary/verification.ts';
import { digest, moment, platform, reference, time } from '../primitives.ts';

export const status = z.enum(STATUS);
export const freshness = z.enum(FRESHNESS);
export const verification = z.enum(VERIFICATION);
/** The kind of the first reason in the sentence beside it; null if there is none. */
export const reasonCode = z.enum(REASON_KIND).nullish();

const digestKind = z.enum(DIGEST_KIND);

const evidence = z.object({
  kind: z.enum(EVIDENCE_KIND),
  level: z.enum(EVIDENCE_LEVEL),
  name: z.string().nullable(),
  /** The name as written, if it is not an image reference. */
  claimed: z.string().optional(),
  digest: digest.nullable(),
  platform: platform.optional(),
  /** The document that contains the claim. */
  source: digest.optional(),
  verification: verification.optional(),
  note: z.string().optional(),
});

const platformVerdict = z.object({
  platform,
  freshness,
  verification,
  /** The base's manifest for the platform; the claimed digest if the registry no longer has it. */
  claimedDigest: digest.nullable(),
  claimedDigestKind: digestKind.nullish(),
  /** The platform's manifest that the base's name resolves to now; never an index. */
  currentDigest: digest.nullable(),
  /** The base's platform that this one is built on, if that is verified. */
  basePlatform: platform.nullish(),
  baseLayers: z.number().int().nullable(),
  appLayers: z.number().int().nullable(),
  reason: z.string().nullable(),
  reasonCode,
});

const baseVerdict = z.object({
  name: z.string().nullable(),
  /** The claimed digest, of an index or of one platform's manifest. */
  digest: digest.nullable(),
  digestKind: digestKind.nullish(),
  /** The digest that the name resolves to now. */
  currentDigest: digest.nullable(),
  currentDigestKind: digestKind.nullish(),
  evidence: z.array(evidence),
  conflict: z.boolean(),
  freshness,
  verification,
  platforms: z.array(platformVerdict),
  newerTag: z.string().nullable(),
  /** Why the repository's tags could not be listed; if set, a null `newerTag` does not mean that there is none. */
  newerTagReason: z.string().optional(),
  behindSince: time.nullable(),
  reason: z.string().nullable(),
  reasonCode,
  /** What the last check that could read this base found, if this one could not. */
  lastKnown: z.object({ freshness, currentDigest: digest.nullable() }).optional(),
});

const lineageLink = z.object({
  reference,
  digest: digest.nullable(),
  mediaType: z.string().nullable(),
  created: z.string().nullable(),
  platforms: z.array(z.object({ platform, digest })),
  base: baseVerdict.nullable(),
  /** Claims about the base if none of them was followed, each with the reason. */
  evidence: z.array(evidence).optional(),
  /** The last check could not read it: everything here is last known, and its base's freshness is `unknown`. */
  retained: z.literal(true).optional(),
});

/** The last known verdict of an image that cannot be checked. */
export const lastKnown = z.object({
  status,
  summary: z.string(),
  /** The time of the last complete check. */
  checkedAt: time,
  digest: digest.nullable(),
  baseName: z.string().nullable(),
  behindSince: time.nullable(),
});

/** Why an image cannot be checked. */
export const unreachable = z.object({
  /** The registry that could not be reached; null if the cause is not a registry. */
  host: z.string().nullable(),
  kind: z.string(),
  /** Completes a sentence after the registry's name: "refuses connections". */
  problem: z.string(),
  since: time,
});

/** One image's base chain with its verdict: `links[0]` is the image, each further link the base of the previous one. */
export const lineage = z.object({
  reference,
  digest: digest.nullable(),
  checkedAt: time,
  status,
  summary: z.string(),
  reasonCode,
  links: z.array(lineageLink),
  end: z.enum(CHAIN_END),
  /** Why it cannot be checked, and since when; null if it can. If set, `links` are last known. */
  unreachable: unreachable.nullish(),
  unreachableSince: time.nullish(),
  /** The last known verdict; null if the image can be checked, or nothing was known. */
  lastKnown: lastKnown.nullish(),
});

const flag = z.enum(['true', 'false', '1', '0', '']).transform((text) => text === 'true' || text === '1');

export const lineageQuery = z.object({
  reference: z.string().min(1).max(1024),
  refresh: flag.optional().default(false),
  /** The verdict at this time. */
  at: moment.optional(),
});

export type LineageView = z.infer<typeof lineage>;
export type LineageLinkView = z.infer<typeof lineageLink>;
export type BaseVerdictView = z.infer<typeof baseVerdict>;
export type EvidenceView = z.infer<typeof evidence>;
export type LastKnownView = z.infer<typeof lastKnown>;
export type UnreachableView = z.infer<typeof unreachable>;
export type StatusView = z.infer<typeof status>;

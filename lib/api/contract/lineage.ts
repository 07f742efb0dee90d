import { z } from 'zod';
import {
  CHAIN_END,
  DIGEST_KIND,
  EVIDENCE_KIND,
  EVIDENCE_LEVEL,
  FRESHNESS,
  STATUS,
  VERIFICATION,
} from '#lib/lineage/lineage.ts';
import { digest, moment, platform, reference, time } from './common.ts';

export const status = z.enum(STATUS);
export const freshness = z.enum(FRESHNESS);
export const verification = z.enum(VERIFICATION);

const digestKind = z.enum(DIGEST_KIND);

export const evidence = z.object({
  kind: z.enum(EVIDENCE_KIND),
  level: z.enum(EVIDENCE_LEVEL),
  name: z.string().nullable(),
  /** The name as written, where it is no image reference. */
  claimed: z.string().optional(),
  digest: digest.nullable(),
  platform: platform.optional(),
  /** The document that holds the statement. */
  source: digest.optional(),
  verification: verification.optional(),
  note: z.string().optional(),
});

export const platformVerdict = z.object({
  platform,
  freshness,
  verification,
  /** The base's manifest for the platform; the digest as claimed where the registry no longer tells it. */
  claimedDigest: digest.nullable(),
  claimedDigestKind: digestKind.nullish(),
  /** The manifest that the base's name leads to now; never an index. */
  currentDigest: digest.nullable(),
  /** The platform whose image of the base this one is built on, where that is proven. */
  basePlatform: platform.nullish(),
  baseLayers: z.number().int().nullable(),
  appLayers: z.number().int().nullable(),
  reason: z.string().nullable(),
});

export const baseVerdict = z.object({
  name: z.string().nullable(),
  /** As claimed: of an index or of one platform's manifest. */
  digest: digest.nullable(),
  digestKind: digestKind.nullish(),
  /** What the name resolves to now: the tag's own digest. */
  currentDigest: digest.nullable(),
  currentDigestKind: digestKind.nullish(),
  evidence: z.array(evidence),
  conflict: z.boolean(),
  freshness,
  verification,
  platforms: z.array(platformVerdict),
  newerTag: z.string().nullable(),
  /** Why the repository's tags could not be listed: then `newerTag` does not say that there is none. */
  newerTagReason: z.string().optional(),
  behindSince: time.nullable(),
  reason: z.string().nullable(),
  /** What the last check that could look at this base found, where this one could not. */
  lastKnown: z.object({ freshness, currentDigest: digest.nullable() }).optional(),
});

export const lineageLink = z.object({
  reference,
  digest: digest.nullable(),
  mediaType: z.string().nullable(),
  created: z.string().nullable(),
  platforms: z.array(z.object({ platform, digest })),
  base: baseVerdict.nullable(),
  /** What is said of a base where none is followed, each with why it is not. */
  evidence: z.array(evidence).optional(),
  /** This check could not look at it: all of it is as it was last known, and its base's freshness `unknown`. */
  retained: z.literal(true).optional(),
});

/** What was known of an image before it could not be checked. */
export const lastKnown = z.object({
  status,
  summary: z.string(),
  /** When the last check that could look at everything was made. */
  checkedAt: time,
  digest: digest.nullable(),
  baseName: z.string().nullable(),
  behindSince: time.nullable(),
});

/** Why an image cannot be checked. */
export const unreachable = z.object({
  /** The registry that could not be asked; null where it is no registry's doing. */
  host: z.string().nullable(),
  kind: z.string(),
  /** What the registry does, after its name: "refuses connections". */
  problem: z.string(),
  since: time,
});

/** One image's chain, judged: `links[0]` is the image, each next one the base of the one before. */
export const lineage = z.object({
  reference,
  digest: digest.nullable(),
  checkedAt: time,
  status,
  summary: z.string(),
  links: z.array(lineageLink),
  end: z.enum(CHAIN_END),
  /** Why it cannot be checked, and since when; null where it can. Then `links` hold what was last known. */
  unreachable: unreachable.nullish(),
  unreachableSince: time.nullish(),
  /** What was known before; null where it can be checked, and where nothing was known. */
  lastKnown: lastKnown.nullish(),
});

const flag = z.enum(['true', 'false', '1', '0', '']).transform((text) => text === 'true' || text === '1');

export const lineageQuery = z.object({
  reference: z.string().min(1).max(1024),
  refresh: flag.optional().default(false),
  /** As it was known then. */
  at: moment.optional(),
});

export type LineageView = z.infer<typeof lineage>;
export type LineageLinkView = z.infer<typeof lineageLink>;
export type BaseVerdictView = z.infer<typeof baseVerdict>;
export type EvidenceView = z.infer<typeof evidence>;
export type LastKnownView = z.infer<typeof lastKnown>;
export type UnreachableView = z.infer<typeof unreachable>;
export type StatusView = z.infer<typeof status>;

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
export type StatusView = z.infer<typeof status>;

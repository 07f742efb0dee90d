import { z } from 'zod';
import type { Digest } from '#lib/oci/digest.ts';
import { CHAIN_END } from '../vocabulary/chain-end.ts';
import { DIGEST_KIND, EVIDENCE_KIND, EVIDENCE_LEVEL } from '../vocabulary/evidence.ts';
import { FRESHNESS } from '../vocabulary/freshness.ts';
import { STATUS } from '../vocabulary/status.ts';
import { VERIFICATION } from '../vocabulary/verification.ts';
import { findingSchema } from './finding.ts';
import { LINEAGE_VERSION, type Lineage } from './lineage.ts';
import { causeSchema, reasonSchema } from './reason.ts';

/** Its full form was checked before it was stored; a fleet's graph reads ten thousand lineages. */
const digest = z.custom<Digest>(
  (value) => typeof value === 'string' && value.startsWith('sha'),
  'is not a digest',
);
const freshness = z.enum(FRESHNESS);
const verification = z.enum(VERIFICATION);
const digestKind = z.enum(DIGEST_KIND).nullable().exactOptional();
const text = z.string().nullable();
const reasons = z.array(reasonSchema);

const evidence = z.object({
  kind: z.enum(EVIDENCE_KIND),
  level: z.enum(EVIDENCE_LEVEL),
  name: text,
  claimed: z.string().exactOptional(),
  digest: digest.nullable(),
  platform: z.string().exactOptional(),
  source: digest.exactOptional(),
  verification: verification.exactOptional(),
  notes: reasons.exactOptional(),
});

const platformVerdict = z.object({
  platform: z.string(),
  freshness,
  verification,
  claimedDigest: digest.nullable(),
  claimedDigestKind: digestKind,
  currentDigest: digest.nullable(),
  basePlatform: text.exactOptional(),
  baseLayers: z.number().nullable(),
  appLayers: z.number().nullable(),
  reasons,
});

const baseVerdict = z.object({
  name: text,
  digest: digest.nullable(),
  digestKind,
  currentDigest: digest.nullable(),
  currentDigestKind: digestKind,
  evidence: z.array(evidence),
  conflict: z.boolean(),
  freshness,
  verification,
  platforms: z.array(platformVerdict),
  newerTag: text,
  newerTagReason: reasonSchema.exactOptional(),
  behindSince: text,
  reasons,
  lastKnown: z.object({ freshness, currentDigest: digest.nullable() }).exactOptional(),
});

const link = z.object({
  reference: z.string(),
  digest: digest.nullable(),
  mediaType: text,
  created: text,
  platforms: z.array(z.object({ platform: z.string(), digest })),
  base: baseVerdict.nullable(),
  evidence: z.array(evidence).exactOptional(),
  retained: z.literal(true).exactOptional(),
});

const since = z.string();
/** Why an image cannot be checked. */
export const unreachableSchema = z.union([
  z.object({ host: z.string(), kind: z.string(), problem: z.string(), since }),
  z.object({ host: z.null(), kind: z.literal('content'), reason: causeSchema, since }),
]);

/** What was known of an image before it could not be checked. */
export const lastKnownSchema = z.object({
  status: z.enum(STATUS),
  finding: findingSchema,
  checkedAt: z.string(),
  digest: digest.nullable(),
  baseName: text,
  behindSince: text,
});

const lineage = z.object({
  version: z.literal(LINEAGE_VERSION),
  reference: z.string(),
  digest: digest.nullable(),
  checkedAt: z.string(),
  status: z.enum(STATUS),
  finding: findingSchema,
  links: z.array(link),
  end: z.enum(CHAIN_END),
  unreachable: unreachableSchema.exactOptional(),
  lastKnown: lastKnownSchema.exactOptional(),
});

/** Reads a lineage of {@link LINEAGE_VERSION}; throws `ZodError` for anything else. */
export function parseLineage(json: unknown): Lineage {
  return lineage.parse(json);
}

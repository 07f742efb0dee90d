import { z } from 'zod';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { EVIDENCE_KIND } from '../vocabulary/evidence.ts';
import { FRESHNESS } from '../vocabulary/freshness.ts';
import { type ReasonKind, reasonSchema } from './reason.ts';

const PLAIN_FINDING = ['root', 'no-evidence', 'in-conflict', 'set-aside'] as const;

/** The base's name, fully qualified; null where it has none. */
const base = z.string().nullable();
const freshness = z.enum(FRESHNESS);
const reasons = z.array(reasonSchema).readonly();

/** A claim that is not followed: the parts that a summary needs. */
const claim = z.object({
  kind: z.enum(EVIDENCE_KIND),
  name: z.string().nullable(),
  claimed: z.string().nullable(),
  digest: z.custom<Digest | null>((value) => value === null || isDigest(value)),
  notes: reasons,
});

/** The result of a check, with the facts that its summary needs. */
export const findingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(PLAIN_FINDING) }),
  /** The image itself could not be read. */
  z.object({ kind: z.literal('image-unreadable'), reason: reasonSchema }),
  /** Evidence of the base exists, but could not be read. */
  z.object({ kind: z.literal('evidence-unreadable'), reason: reasonSchema.nullable() }),
  z.object({ kind: z.literal('claims-not-followed'), evidence: z.array(claim).readonly() }),
  z.object({ kind: z.literal('current'), base, freshness }),
  z.object({ kind: z.literal('moved'), base, freshness }),
  /** The base is current, but `below` is not; `owner` is the image that is based on `below`. */
  z.object({ kind: z.literal('moved-below'), base, below: base, owner: z.string().nullable() }),
  z.object({ kind: z.literal('pinned'), base }),
  z.object({ kind: z.literal('contradicted'), base }),
  z.object({ kind: z.literal('gone'), base, freshness }),
  z.object({ kind: z.literal('currency-unknown'), base, reasons }),
  z.object({ kind: z.literal('unverified'), base, reasons }),
  z.object({ kind: z.literal('unconfirmed-below'), base, below: base, reasons }),
  z.object({ kind: z.literal('cycle-below'), base }),
  z.object({ kind: z.literal('too-deep-below'), base }),
  z.object({ kind: z.literal('unreadable-below'), base, reason: reasonSchema.nullable() }),
  /** What an earlier version stored as text. */
  z.object({ kind: z.literal('stated'), text: z.string() }),
]);
export type Finding = Readonly<z.infer<typeof findingSchema>>;

/** Why an image is not known to be current, if its finding has a reason. */
export function reasonOfFinding(finding: Finding): ReasonKind | null {
  if ('reason' in finding) return finding.reason?.kind ?? null;
  if ('reasons' in finding) return finding.reasons[0]?.kind ?? null;
  return finding.kind === 'set-aside' ? 'set-aside' : null;
}

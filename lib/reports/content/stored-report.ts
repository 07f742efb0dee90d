// Parses a report's stored JSON, which an earlier version may have written.
import { z } from 'zod';
import { DIGEST_KIND } from '#lib/lineage/vocabulary/evidence.ts';
import { FRESHNESS } from '#lib/lineage/vocabulary/freshness.ts';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';
import { VERIFICATION } from '#lib/lineage/vocabulary/verification.ts';
import { REPORT_ACTION, REPORT_SCOPE, type ReportContent, type ReportImage } from './report.ts';

/** A stored report has a format that this version does not know. */
export class ReportFormatError extends Error {
  override name = 'ReportFormatError';
}

const text = z.string().nullable();
const number = z.number().nullable();
const status = z.enum(STATUS);

/** Reports from before a status was introduced do not count it. */
const counts = z.partialRecord(status, z.number());
const byStatus = counts.transform((counted) => {
  const none = Object.fromEntries(STATUS.map((each) => [each, 0])) as Record<Status, number>;
  return { ...none, ...counted };
});

/** The chain in a report is only displayed, so only the fields that code reads are checked. */
const lineage = z.custom<ReportImage['lineage']>(
  (value) => value === null || z.looseObject({ links: z.array(z.looseObject({})) }).safeParse(value).success,
);

const image: z.ZodType<ReportImage> = z.object({
  reference: z.string(),
  digest: text,
  status,
  action: z.enum(REPORT_ACTION),
  summary: z.string(),
  baseName: text,
  baseDigest: text,
  currentDigest: text,
  baseDigestKind: z.enum(DIGEST_KIND).nullable().exactOptional(),
  currentDigestKind: z.enum(DIGEST_KIND).nullable().exactOptional(),
  newerTag: text,
  behindSince: text,
  snoozed: z.object({ until: text, untilNextDigest: z.boolean() }).exactOptional(),
  platforms: z.array(z.string()),
  checkedAt: text,
  lineage,
});

const node = z.looseObject({
  id: z.string(),
  reference: z.string(),
  digest: text,
  status,
  summary: z.string(),
  platforms: z.array(z.string()),
  baseLayers: number,
  appLayers: number,
  bases: z.number(),
  dependents: z.number(),
});

const edge = z.looseObject({
  id: z.string(),
  source: z.string(),
  target: z.string(),
  freshness: z.enum(FRESHNESS),
  verification: z.enum(VERIFICATION),
  conflict: z.boolean(),
  behindSince: text,
  reason: text,
  /** Reports from before last-known chains have none. */
  retained: z.boolean().default(false),
});

const advice = z.object({ bases: z.array(z.string()), fixes: z.number(), stale: z.number() });

const report: z.ZodType<ReportContent> = z.object({
  version: z.literal(1),
  title: z.string(),
  note: text,
  madeBy: z.string(),
  asOf: z.string(),
  live: z.boolean(),
  expiresAt: text,
  scope: z.enum(REPORT_SCOPE),
  summary: z.object({
    total: z.number(),
    byStatus,
    bases: z.array(z.object({ name: z.string(), stale: z.number(), images: z.number(), movedAt: text })),
    advice: advice.nullable(),
    sla: z.object({ staleDays: z.number(), overdue: z.number(), notKnown: z.number() }).exactOptional(),
  }),
  trend: z.array(z.object({ at: z.string(), counts })),
  graph: z.object({ nodes: z.array(node), edges: z.array(edge) }),
  images: z.array(image),
  omitted: z.number(),
});

/** Parses a stored report of this or an earlier version. Throws {@link ReportFormatError}. */
export function parseStoredReport(stored: string): ReportContent {
  const parsed = report.safeParse(JSON.parse(stored));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.');
  throw new ReportFormatError(
    `The stored report cannot be read: its field ${field} is not what this Baseboard expects. Another version may have stored it.`,
    { cause: parsed.error },
  );
}

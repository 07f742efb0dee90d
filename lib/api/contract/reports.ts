import { z } from 'zod';
import { DIGEST_KIND } from '#lib/lineage/vocabulary/evidence.ts';
import { REPORT_ACTION, REPORT_SCOPE, REPORT_STATE } from '#lib/reports/content/report.ts';
import { graphEdge, graphNode } from './images/graph.ts';
import { lineage, status } from './images/lineage.ts';
import { digest, page, reference, time } from './primitives.ts';

/** Words on one line. */
const line = z.string().regex(/^[^\p{Cc}]*$/u, 'has a line break or another control character');
const text = z.string().regex(/^(?:[^\p{Cc}]|[\t\n\r])*$/u, 'has a control character');

/** A report to be made: of a filter, frozen as of now unless `live`. */
export const reportRequest = z.strictObject({
  filter: line.max(2000).optional(),
  title: line.max(200).optional(),
  note: text.max(4000).optional(),
  /** When the link ends, ISO 8601. */
  expiresAt: z.iso.datetime({ offset: true }).nullable().optional(),
  live: z.boolean().optional(),
});

/** A link's unguessable part: 144 random bits in base64url. */
export const reportId = z.string().regex(/^[A-Za-z0-9_-]{24}$/, 'is not the id of a report');

export const reportCreated = z.object({
  id: reportId,
  /** Where whoever has the link reads it. */
  url: z.url(),
  /** The page for a frame in other pages. */
  embedUrl: z.url(),
});

/** A report as its maker's list shows it. */
const reportHead = reportCreated.extend({
  title: z.string(),
  note: z.string().nullable(),
  filter: z.string(),
  live: z.boolean(),
  madeBy: z.string(),
  madeAt: time,
  expiresAt: time.nullable(),
  state: z.enum(REPORT_STATE),
  /** How often the page was read, and when last. */
  views: z.number().int(),
  lastViewAt: time.nullable(),
});

export const reportList = page(reportHead);

const counts = z.record(status, z.number().int());

const reportImage = z.object({
  reference,
  digest: digest.nullable(),
  status,
  /** What is to be done about it. */
  action: z.enum(REPORT_ACTION),
  summary: z.string(),
  baseName: z.string().nullable(),
  /** As the image claims it. */
  baseDigest: digest.nullable(),
  /** What the base's name resolved to. */
  currentDigest: digest.nullable(),
  /** What the two digests are of: an index or one platform's manifest. */
  baseDigestKind: z.enum(DIGEST_KIND).nullish(),
  currentDigestKind: z.enum(DIGEST_KIND).nullish(),
  newerTag: z.string().nullable(),
  behindSince: time.nullable(),
  platforms: z.array(z.string()),
  checkedAt: time.nullable(),
  lineage: lineage.nullable(),
});

const reportNode = graphNode.pick({
  id: true,
  reference: true,
  digest: true,
  status: true,
  summary: true,
  platforms: true,
  baseLayers: true,
  appLayers: true,
  bases: true,
  dependents: true,
});

/** What `/r/{id}.json` answers: everything that a report says, and nothing of any other image. */
export const report = z.object({
  version: z.literal(1),
  title: z.string(),
  note: z.string().nullable(),
  madeBy: z.string(),
  /** The moment it tells of. */
  asOf: time,
  live: z.boolean(),
  expiresAt: time.nullable(),
  /** Every image that was tracked, or what a filter chose. */
  scope: z.enum(REPORT_SCOPE),
  summary: z.object({
    total: z.number().int(),
    byStatus: counts,
    bases: z.array(
      z.object({
        name: z.string(),
        stale: z.number().int(),
        images: z.number().int(),
        movedAt: time.nullable(),
      }),
    ),
    advice: z
      .object({ bases: z.array(z.string()), fixes: z.number().int(), stale: z.number().int() })
      .nullable(),
  }),
  /** Oldest first. */
  trend: z.array(z.object({ at: time, counts: z.partialRecord(status, z.number().int()) })),
  graph: z.object({ nodes: z.array(reportNode), edges: z.array(graphEdge) }),
  /** By what is to be done, the longest behind first. */
  images: z.array(reportImage),
  /** Images that found no room. */
  omitted: z.number().int(),
});

export type ReportRequest = z.infer<typeof reportRequest>;
export type ReportCreatedView = z.infer<typeof reportCreated>;
export type ReportHeadView = z.infer<typeof reportHead>;
export type ReportListView = z.infer<typeof reportList>;

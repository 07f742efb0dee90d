import { z } from 'zod';
import { DIGEST_KIND } from '#lib/lineage/vocabulary/evidence.ts';
import { REPORT_ACTION, REPORT_SCOPE, REPORT_STATE } from '#lib/reports/content/report.ts';
import { graphEdge, graphNode } from './images/graph.ts';
import { lineage, status } from './images/lineage.ts';
import { SELECTION, SELECTS_ONCE } from './images/selection.ts';
import { bodyTime, digest, page, reference, time } from './primitives.ts';

/** Text on one line. */
export const line = z.string().regex(/^[^\p{Cc}]*$/u, 'has a line break or another control character');
const text = z.string().regex(/^(?:[^\p{Cc}]|[\t\n\r])*$/u, 'has a control character');

/** The most days that an image may be stale. */
export const staleDays = z.number().int().min(1).max(3650);

/**
 * Creates a report on the images that match a filter, frozen as of now unless `live`; or, frozen, on exactly the images
 * that `ids`, or `filter` with `except`, select.
 */
export const reportRequest = z
  .strictObject({
    ...SELECTION,
    filter: line.max(2000).optional(),
    title: line.max(200).optional(),
    note: text.max(4000).optional(),
    /** When the link expires, ISO 8601. */
    expiresAt: bodyTime.nullable().optional(),
    live: z.boolean().optional(),
    /** The most days that an image may be stale; by default the operator's limit, null for none. */
    staleDays: staleDays.nullable().optional(),
  })
  .refine(({ ids, filter }) => ids === undefined || filter === undefined, SELECTS_ONCE)
  .refine(
    ({ live, ids, except }) => !live || (ids === undefined && except === undefined),
    'a live report is of a filter alone',
  );

/** The secret part of a link: 144 random bits in base64url. */
export const reportId = z.string().regex(/^[A-Za-z0-9_-]{24}$/, 'is not the id of a report');

export const reportCreated = z.object({
  id: reportId,
  /** The link: everyone who has it can read the report. */
  url: z.url(),
  /** The page for an iframe in other pages. */
  embedUrl: z.url(),
});

/** A report in its author's list. */
const reportHead = reportCreated.extend({
  title: z.string(),
  note: z.string().nullable(),
  filter: z.string(),
  /** How many images were selected one by one; null if they are those of the filter. */
  chosen: z.number().int().nullable(),
  live: z.boolean(),
  madeBy: z.string(),
  madeAt: time,
  expiresAt: time.nullable(),
  state: z.enum(REPORT_STATE),
  /** How often the page was viewed, and when last. */
  views: z.number().int(),
  lastViewAt: time.nullable(),
  /** The most days that an image may be stale; null for no limit. */
  staleDays: staleDays.nullable(),
});

export const reportList = page(reportHead);

const counts = z.record(status, z.number().int());

const reportImage = z.object({
  reference,
  digest: digest.nullable(),
  status,
  /** The action that it needs. */
  action: z.enum(REPORT_ACTION),
  summary: z.string(),
  baseName: z.string().nullable(),
  /** The digest that the image claims. */
  baseDigest: digest.nullable(),
  /** The digest that the base's name resolved to. */
  currentDigest: digest.nullable(),
  /** Whether each digest is of an index or of one platform's manifest. */
  baseDigestKind: z.enum(DIGEST_KIND).nullish(),
  currentDigestKind: z.enum(DIGEST_KIND).nullish(),
  newerTag: z.string().nullable(),
  behindSince: time.nullable(),
  /** Until when it is snoozed; absent if it is not. */
  snoozed: z.object({ until: time.nullable(), untilNextDigest: z.boolean() }).optional(),
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

/** The answer of `/r/{id}.json`: the whole content of a report, and nothing about other images. */
export const report = z.object({
  version: z.literal(1),
  title: z.string(),
  note: z.string().nullable(),
  madeBy: z.string(),
  /** The time that the report describes. */
  asOf: time,
  live: z.boolean(),
  expiresAt: time.nullable(),
  /** Whether it covers every tracked image, or those that a filter selects. */
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
    /** The images over the report's limit; absent if it has none. */
    sla: z
      .object({
        staleDays: z.number().int(),
        overdue: z.number().int(),
        /** Broken, not checked, or stale since a time that is not known: never counted as within the limit. */
        notKnown: z.number().int(),
      })
      .optional(),
  }),
  /** Oldest first. */
  trend: z.array(z.object({ at: time, counts: z.partialRecord(status, z.number().int()) })),
  graph: z.object({ nodes: z.array(reportNode), edges: z.array(graphEdge) }),
  /** By action, then the longest behind first. */
  images: z.array(reportImage),
  /** The number of images that did not fit. */
  omitted: z.number().int(),
});

export type ReportRequest = z.infer<typeof reportRequest>;
export type ReportCreatedView = z.infer<typeof reportCreated>;
export type ReportHeadView = z.infer<typeof reportHead>;
export type ReportListView = z.infer<typeof reportList>;

import type { GraphEdge, GraphNode } from '#lib/lineage/graph/graph-drawing.ts';
import type { DigestKind } from '#lib/lineage/vocabulary/evidence.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Advice } from '#lib/lineage/words/counts-and-names.ts';
import type { DescribedLineage } from '#lib/lineage/words/described-lineage.ts';
import type { TrendPoint } from '#lib/sharing/pictures/trend.ts';

/** What is to be done about an image, in the order in which a report tells it. */
export const REPORT_ACTION = [
  'rebase',
  'rebuild',
  'choose-base',
  'annotate',
  'give-access',
  'update-pin',
  'wait',
  'none',
] as const;
export type ReportAction = (typeof REPORT_ACTION)[number];

/** Whether a report covers everything that was tracked, or what a filter chose of it. */
export const REPORT_SCOPE = ['fleet', 'part'] as const;
type ReportScope = (typeof REPORT_SCOPE)[number];

/** How a report's link stands. */
export const REPORT_STATE = ['open', 'expired', 'revoked'] as const;
export type ReportState = (typeof REPORT_STATE)[number];

/** A base and the report's images directly on it. */
export interface ReportBase {
  readonly name: string;
  readonly stale: number;
  readonly images: number;
  /** When its tag was first seen to have moved on (ISO 8601); null where it has not. */
  readonly movedAt: string | null;
}

/** An image with what is so, what to do, and all that says so. */
export interface ReportImage {
  /** Fully qualified. */
  readonly reference: string;
  readonly digest: string | null;
  readonly status: Status;
  readonly action: ReportAction;
  /** A sentence: what is so, and what to do. */
  readonly summary: string;
  readonly baseName: string | null;
  /** The base's digest as the image claims it, and what the base's name resolved to. */
  readonly baseDigest: string | null;
  readonly currentDigest: string | null;
  /** What the two digests are of; null where that is not known. Reports made before have neither. */
  readonly baseDigestKind?: DigestKind | null;
  readonly currentDigestKind?: DigestKind | null;
  readonly newerTag: string | null;
  readonly behindSince: string | null;
  readonly platforms: readonly string[];
  /** Null until its first scan. */
  readonly checkedAt: string | null;
  /** The chain with its evidence; null until the first scan. */
  readonly lineage: DescribedLineage | null;
}

/** A node of a report's graph: the fleet's, without what only the fleet's own pages need. */
type ReportNode = Pick<
  GraphNode,
  | 'id'
  | 'reference'
  | 'digest'
  | 'status'
  | 'summary'
  | 'platforms'
  | 'baseLayers'
  | 'appLayers'
  | 'bases'
  | 'dependents'
>;

export interface ReportGraph {
  readonly nodes: readonly ReportNode[];
  readonly edges: readonly GraphEdge[];
}

/**
 * Everything a report says. Each way of reading it, page, JSON, CSV, Markdown and pictures, is a function of this
 * value alone, and all times in words are told from `asOf`: the same content reads the same for ever. It holds
 * nothing but the report's own images: degrees in the graph, counts and bases are theirs, not the fleet's.
 */
export interface ReportContent {
  /** Of this shape. */
  readonly version: 1;
  readonly title: string;
  readonly note: string | null;
  /** Who made it. */
  readonly madeBy: string;
  /** The moment it tells of (ISO 8601). */
  readonly asOf: string;
  /** Made anew at each request; else frozen. */
  readonly live: boolean;
  /** When its link ends (ISO 8601); null for never. */
  readonly expiresAt: string | null;
  readonly scope: ReportScope;
  readonly summary: {
    readonly total: number;
    readonly byStatus: Readonly<Record<Status, number>>;
    /** Those with most stale images first. */
    readonly bases: readonly ReportBase[];
    readonly advice: Advice | null;
  };
  /** Oldest first; empty where the past is not known. */
  readonly trend: readonly TrendPoint[];
  readonly graph: ReportGraph;
  /** By what is to be done, the longest behind first. */
  readonly images: readonly ReportImage[];
  /** Images that found no room; the worst are kept. */
  readonly omitted: number;
}

/** A report as the text it is kept and answered as: the JSON of its content on one line. */
export function formatReport(content: ReportContent): string {
  return `${JSON.stringify(content)}\n`;
}

import type { GraphEdge, GraphNode } from '#lib/lineage/graph/graph-drawing.ts';
import type { SlaCounts } from '#lib/lineage/verdict/sla.ts';
import type { DigestKind } from '#lib/lineage/vocabulary/evidence.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Advice } from '#lib/lineage/words/counts-and-names.ts';
import type { DescribedLineage } from '#lib/lineage/words/described-lineage.ts';
import type { SnoozeEnd } from '#lib/lineage/words/snooze-words.ts';
import type { TrendPoint } from '#lib/sharing/pictures/trend.ts';

/** What an image needs, in a report's order. */
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

/** Whether a report covers every tracked image, or those that a filter selects. */
export const REPORT_SCOPE = ['fleet', 'part'] as const;
type ReportScope = (typeof REPORT_SCOPE)[number];

/** The state of a report's link. */
export const REPORT_STATE = ['open', 'expired', 'revoked'] as const;
export type ReportState = (typeof REPORT_STATE)[number];

/** A base and the report's images directly on it. */
export interface ReportBase {
  readonly name: string;
  readonly stale: number;
  readonly images: number;
  /** When its tag was first seen with another digest (ISO 8601); null if it has not moved. */
  readonly movedAt: string | null;
}

/** An image with its verdict, the action that it needs, and the evidence. */
export interface ReportImage {
  /** Fully qualified. */
  readonly reference: string;
  readonly digest: string | null;
  readonly status: Status;
  readonly action: ReportAction;
  /** A sentence: the finding and the action. */
  readonly summary: string;
  readonly baseName: string | null;
  /** The base's digest as the image claims it, and what the base's name resolved to. */
  readonly baseDigest: string | null;
  readonly currentDigest: string | null;
  /** Whether each digest is of an index or a manifest; null if not known. Older reports have neither field. */
  readonly baseDigestKind?: DigestKind | null;
  readonly currentDigestKind?: DigestKind | null;
  readonly newerTag: string | null;
  readonly behindSince: string | null;
  /** Until when it is snoozed; absent if it is not. Its status stays as it is. */
  readonly snoozed?: SnoozeEnd;
  readonly platforms: readonly string[];
  /** Null until its first scan. */
  readonly checkedAt: string | null;
  /** The chain with its evidence; null until the first scan. */
  readonly lineage: DescribedLineage | null;
}

/** A node of a report's graph: a node of the fleet's graph, without the fields for the fleet's pages alone. */
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
 * The content of a report. Every format (page, JSON, CSV, Markdown, pictures) is a function of this value, and
 * durations count from `asOf`, so the same content always looks the same. Degrees in the graph, counts and bases
 * cover the report's own images, not the fleet's.
 */
export interface ReportContent {
  /** Version of this format. */
  readonly version: 1;
  readonly title: string;
  readonly note: string | null;
  /** The author's name. */
  readonly madeBy: string;
  /** The time that the report describes (ISO 8601). */
  readonly asOf: string;
  /** Created again at each request; otherwise frozen. */
  readonly live: boolean;
  /** When its link expires (ISO 8601); null for never. */
  readonly expiresAt: string | null;
  readonly scope: ReportScope;
  readonly summary: {
    readonly total: number;
    readonly byStatus: Readonly<Record<Status, number>>;
    /** Bases with the most stale images first. */
    readonly bases: readonly ReportBase[];
    readonly advice: Advice | null;
    /** The images over the report's limit; absent if it has none, and from older reports. */
    readonly sla?: SlaCounts;
  };
  /** Oldest first; empty if the history is not known. */
  readonly trend: readonly TrendPoint[];
  readonly graph: ReportGraph;
  /** By action, then the longest behind first. */
  readonly images: readonly ReportImage[];
  /** The number of images that did not fit; those with the worst status are kept. */
  readonly omitted: number;
}

/** A report as it is stored and served: its content as JSON on one line. */
export function formatReport(content: ReportContent): string {
  return `${JSON.stringify(content)}\n`;
}

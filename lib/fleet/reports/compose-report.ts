import { NOWHERE } from '#lib/lineage/filter/filter-match.ts';
import { buildGraph } from '#lib/lineage/graph/build-graph.ts';
import { focusGraph } from '#lib/lineage/graph/graph-focus.ts';
import { countSla } from '#lib/lineage/verdict/sla.ts';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';
import { describeLineage } from '#lib/lineage/words/described-lineage.ts';
import { describeEdge, describeNode } from '#lib/lineage/words/graph-words.ts';
import { sortImages } from '#lib/reports/content/group-images.ts';
import type { ReportBase, ReportContent, ReportGraph, ReportImage } from '#lib/reports/content/report.ts';
import { actionFor } from '#lib/reports/content/report-action.ts';
import type { EvidencedImage } from '#lib/store/images/images-with-evidence.ts';
import { adviseBases } from '../images/fleet-summary.ts';

/** What a report is composed of: the images at one moment, and the trend of their statuses. */
export interface ReportFacts {
  readonly images: readonly EvidencedImage[];
  /** How many the filter matched; more than `images` if they exceed the limit. */
  readonly total: number;
  readonly trend: ReportContent['trend'];
  /** The most days that an image may be stale; null for no limit. */
  readonly staleDays: number | null;
}

/** The head of a report. */
export type ReportHead = Pick<
  ReportContent,
  'title' | 'note' | 'madeBy' | 'asOf' | 'live' | 'expiresAt' | 'scope'
>;

/**
 * A report's whole content, from its images alone: the graph, its degrees and the bases' numbers are counted anew,
 * so that nothing reveals an image that is not in it. The same facts give the same content.
 */
export function composeReport(
  head: ReportHead,
  { images, total, trend, staleDays }: ReportFacts,
): ReportContent {
  const told = images.map(tellImage);
  const bases = loadsOf(told);
  return {
    version: 1,
    ...head,
    summary: {
      total: told.length,
      byStatus: countStatuses(told),
      bases,
      advice: adviseBases(bases.map((base) => ({ ...base, movedAt: null }))),
      ...(staleDays === null ? {} : { sla: countSla(told, { staleDays }, new Date(head.asOf)) }),
    },
    trend,
    graph: graphOf(images),
    images: sortImages(told),
    omitted: total - images.length,
  };
}

function tellImage(image: EvidencedImage): ReportImage {
  const { reference, digest, status, baseName, behindSince, platforms, checkedAt } = image;
  const at = checkedAt?.toISOString() ?? null;
  // The verdict's row has the time it was first reached; it held until the last check.
  const lineage = image.lineage && at !== null ? { ...image.lineage, checkedAt: at } : null;
  const told = lineage && describeLineage(lineage);
  const base = lineage?.links[0]?.base ?? null;
  return {
    reference,
    digest,
    status,
    action: actionFor(status, lineage),
    summary: told?.summary ?? 'No scan has checked this image yet.',
    baseName,
    baseDigest: base?.digest ?? null,
    currentDigest: base?.currentDigest ?? null,
    baseDigestKind: base?.digestKind ?? null,
    currentDigestKind: base?.currentDigestKind ?? null,
    newerTag: base?.newerTag ?? null,
    behindSince: behindSince?.toISOString() ?? null,
    // The reason and the person are for users of this server only.
    ...(image.hold === null
      ? {}
      : {
          snoozed: {
            until: image.hold.until?.toISOString() ?? null,
            untilNextDigest: image.hold.untilNextDigest,
          },
        }),
    platforms,
    checkedAt: at,
    lineage: told,
  };
}

function countStatuses(images: readonly ReportImage[]): Record<Status, number> {
  const counts = Object.fromEntries(STATUS.map((status) => [status, 0])) as Record<Status, number>;
  for (const { status } of images) counts[status] += 1;
  return counts;
}

function loadsOf(images: readonly ReportImage[]): ReportBase[] {
  const byBase = Map.groupBy(
    images.filter(({ baseName }) => baseName !== null),
    ({ baseName }) => baseName ?? '',
  );
  return [...byBase]
    .map(([name, on]) => ({
      name,
      stale: on.filter(({ status }) => status === 'stale').length,
      images: on.length,
      movedAt: on.flatMap(({ behindSince }) => behindSince ?? []).sort()[0] ?? null,
    }))
    .sort((a, b) => b.stale - a.stale || b.images - a.images || (a.name < b.name ? -1 : 1));
}

function graphOf(images: readonly EvidencedImage[]): ReportGraph {
  const members = images.map(({ id, reference, sample, owner, behindSince, lineage }) => ({
    imageId: id,
    reference,
    sample,
    public: false,
    snoozed: false,
    mentioned: NOWHERE,
    owner,
    behindSince,
    lineage,
  }));
  const everything = { bases: Number.POSITIVE_INFINITY, dependents: 0, limit: Number.POSITIVE_INFINITY };
  const slice = focusGraph(buildGraph(members), everything);
  return {
    // Fields that only the fleet's own pages need are left out, above all an image's id.
    nodes: (slice?.nodes ?? []).map(describeNode).map((node) => ({
      id: node.id,
      reference: node.reference,
      digest: node.digest,
      status: node.status,
      summary: node.summary,
      platforms: node.platforms,
      baseLayers: node.baseLayers,
      appLayers: node.appLayers,
      bases: node.bases,
      dependents: node.dependents,
    })),
    edges: (slice?.edges ?? []).map(describeEdge),
  };
}

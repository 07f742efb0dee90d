import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { directDependentsQuery, graphQuery } from '#lib/api/client/graph.ts';
import { type Drawing, drawGraph, layoutRequestOf, structureKey } from '#lib/lineage/graph/graph-drawing.ts';
import type { Folding } from '#lib/lineage/graph/graph-fold.ts';
import type { Layout, LayoutRequest } from '#lib/lineage/graph/layout.ts';
import type { Room } from '#lib/lineage/graph/pack-blocks.ts';
import { layOut, prepareLayOut } from './lay-out.ts';
import { focusIdOf, graphRequest, groupedIds, incompleteBases, mergeSlices } from './url/graph-request.ts';
import { readOpen } from './url/url-changes.ts';
import type { GraphUrl } from './url/use-graph-url.ts';
import { useFirstStatuses } from './use-first-statuses.ts';

/** More siblings than this are grouped by status. */
const THRESHOLD = 20;
/** The number of nodes of an overview, which has no focus: about as many as one can read at once. */
const OVERVIEW_BUDGET = 64;
const FOCUS_BUDGET = 200;
/** The most nodes that "Expand all" draws. */
const EVERYTHING = 2000;

/** What is drawn, where, and a key that is equal for equal requests. */
interface DrawnView {
  readonly drawing: Drawing;
  readonly layout: Layout;
  readonly viewKey: string;
}

/**
 * Fetches, folds and lays out the graph that the URL describes, for a drawing area of a size. `view` is undefined while
 * the first is loading; while another is loading, it is the one before.
 */
export function useDrawing(url: GraphUrl, room: Room | undefined) {
  const { open, closed, unfold, group, selected, focus } = url;
  const request = graphRequest(url);
  const { opened, steps } = useMemo(() => readOpen(open), [open]);
  useEffect(prepareLayOut, []);
  const graph = useQuery(graphQuery(request));
  const more = useQueries({
    queries: (graph.data === undefined ? [] : incompleteBases(graph.data, opened)).map((id) =>
      directDependentsQuery(id, request.at),
    ),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  const slice = useMemo(
    () => (graph.data === undefined ? undefined : mergeSlices([graph.data, ...more])),
    [graph.data, more],
  );
  // Another moment is the same view: nodes that stay keep their order.
  const orderKey = JSON.stringify({ ...request, at: undefined });
  const firstStatus = useFirstStatuses(graph.isPlaceholderData ? undefined : slice?.nodes, orderKey);
  const focusId = useMemo(() => focusIdOf(focus), [focus]);
  const folding = useMemo<Folding>(
    () => ({
      threshold: unfold === 'all' ? EVERYTHING : THRESHOLD,
      budget: unfold === 'all' ? EVERYTHING : focusId === undefined ? OVERVIEW_BUDGET : FOCUS_BUDGET,
      collapsed: unfold === 'none',
      opened,
      closed: new Set(closed),
      steps,
      groupBy: group ?? undefined,
      firstStatus,
      kept: focusId === undefined ? [] : [focusId],
    }),
    [opened, steps, closed, unfold, group, firstStatus, focusId],
  );
  const usual = useMemo(() => slice && drawGraph(slice, folding), [slice, folding]);
  // A selected node is drawn even if it would be in a group. If it is drawn anyway, nothing changes.
  const folded = useMemo(() => groupedIds(usual, selected.split(' > ')), [selected, usual]);
  const drawing = useMemo(
    () =>
      slice && folded.length > 0
        ? drawGraph(slice, { ...folding, kept: [...folding.kept, ...folded] })
        : usual,
    [slice, folding, folded, usual],
  );
  const asked = useMemo(
    () => (drawing && room ? layoutRequestOf(drawing, firstStatus, room) : undefined),
    [drawing, firstStatus, room],
  );
  const layout = useLayout(asked);
  const viewKey = JSON.stringify({ ...request, unfold, group, room });
  const complete = !graph.isPlaceholderData && !layout.isPlaceholderData;
  const view = useLatest(
    complete && drawing && layout.data ? { drawing, layout: layout.data, viewKey } : undefined,
  );
  const total = graph.data === undefined ? 0 : graph.data.nodes.length + graph.data.hidden;
  return { graph, view, focusId, total, withoutBase: graph.data?.withoutBase ?? null };
}

function useLayout(request: LayoutRequest | undefined) {
  const key = useMemo(() => request && structureKey(request), [request]);
  const layout = useQuery({
    queryKey: ['layout', key],
    queryFn: () => layOut(request ?? { ids: [], edges: [] }),
    enabled: request !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
  if (layout.isError) throw layout.error;
  return layout;
}

/** The view if it is complete; else the last one that was: a drawing never stands in the layout of another. */
function useLatest(view: DrawnView | undefined): DrawnView | undefined {
  const [latest, setLatest] = useState(view);
  const isNew =
    view !== undefined &&
    (latest?.drawing !== view.drawing || latest.layout !== view.layout || latest.viewKey !== view.viewKey);
  if (isNew) setLatest(view);
  return isNew ? view : latest;
}

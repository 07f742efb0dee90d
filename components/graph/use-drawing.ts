import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { directDependentsQuery, graphQuery } from '#lib/api/client/graph.ts';
import { type Drawing, drawGraph, layoutRequestOf, structureKey } from '#lib/lineage/graph/graph-drawing.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { focusIdOf, graphRequest, groupedIds, incompleteBases, mergeSlices } from './graph-request.ts';
import { layOut } from './lay-out.ts';
import type { GraphUrl } from './use-graph-url.ts';

/** More siblings than this are drawn as a group. */
const THRESHOLD = 12;
/** The number of nodes of an overview, which has no focus: about as many as one can read at once. */
const OVERVIEW_BUDGET = 60;
const FOCUS_BUDGET = 200;

/** Fetches, folds and lays out the graph that the URL describes; drawing and layout are undefined while loading. */
export function useDrawing(url: GraphUrl) {
  const { open, closed, selected, focus } = url;
  const request = graphRequest(url);
  const graph = useQuery(graphQuery(request));
  const more = useQueries({
    queries: (graph.data === undefined ? [] : incompleteBases(graph.data, open)).map((id) =>
      directDependentsQuery(id, request.at),
    ),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  const slice = useMemo(
    () => (graph.data === undefined ? undefined : mergeSlices([graph.data, ...more])),
    [graph.data, more],
  );
  const focusId = useMemo(() => focusIdOf(focus), [focus]);
  const folding = useMemo(
    () => ({
      threshold: THRESHOLD,
      budget: focusId === undefined ? OVERVIEW_BUDGET : FOCUS_BUDGET,
      opened: new Set(open),
      closed: new Set(closed),
      kept: focusId === undefined ? [] : [focusId],
    }),
    [open, closed, focusId],
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
  const layout = useLayout(drawing);
  // Another moment is the same view: nodes that stay must not move.
  const viewKey = JSON.stringify({ ...request, at: undefined });
  const total = graph.data === undefined ? 0 : graph.data.nodes.length + graph.data.hidden;
  return { graph, drawing, layout, focusId, total, viewKey };
}

function useLayout(drawing: Drawing | undefined): Layout | undefined {
  const request = useMemo(() => drawing && layoutRequestOf(drawing), [drawing]);
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
  return layout.data;
}

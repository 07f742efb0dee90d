import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { directDependentsQuery, graphQuery } from '#lib/api/client/graph.ts';
import { type Drawing, drawGraph, layoutRequestOf, structureKey } from '#lib/lineage/graph/graph-drawing.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { isDigest } from '#lib/oci/digest.ts';
import { formatReference, tryParseReference } from '#lib/oci/reference.ts';
import { graphRequest, incompleteBases, mergeSlices } from './graph-request.ts';
import { layOut } from './lay-out.ts';
import type { GraphUrl } from './use-graph-url.ts';

/** Siblings beyond this are drawn as one. */
const THRESHOLD = 12;
/** Without a focus the graph is an overview: about as many boxes as can be read at once. */
const OVERVIEW_BUDGET = 60;
const FOCUS_BUDGET = 200;

/** What is drawn and where, from the URL: fetched, folded, laid out; `undefined` until there is something. */
export function useDrawing(url: GraphUrl) {
  const { open, closed, selected, focus } = url;
  const asked = graphRequest(url);
  const graph = useQuery(graphQuery(asked));
  const more = useQueries({
    queries: (graph.data === undefined ? [] : incompleteBases(graph.data, open)).map((id) =>
      directDependentsQuery(id, asked.at),
    ),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  const slice = useMemo(
    () => (graph.data === undefined ? undefined : mergeSlices([graph.data, ...more])),
    [graph.data, more],
  );
  const focusId = useMemo(() => idOf(focus), [focus]);
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
  // What is selected is drawn even where it would be folded; where it is drawn anyway, nothing changes.
  const folded = useMemo(() => selected.split(' > ').filter((id) => isFolded(usual, id)), [selected, usual]);
  const drawing = useMemo(
    () =>
      slice && folded.length > 0
        ? drawGraph(slice, { ...folding, kept: [...folding.kept, ...folded] })
        : usual,
    [slice, folding, folded, usual],
  );
  const layout = useLayout(drawing);
  // Another moment is the same view: what stays is not to move.
  const viewKey = JSON.stringify({ ...asked, at: undefined });
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

function isFolded(drawing: Drawing | undefined, id: string): boolean {
  return (
    drawing?.nodes.some(
      (node) => node.kind === 'group' && node.group.members.some((member) => member.id === id),
    ) ?? false
  );
}

/** A node's id for a reference in any spelling: its full one. */
function idOf(focus: string): string | undefined {
  if (focus === '') return undefined;
  const reference = isDigest(focus) ? undefined : tryParseReference(focus);
  return reference === undefined ? focus : formatReference(reference);
}

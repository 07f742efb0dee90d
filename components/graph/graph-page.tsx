'use client';

import { useGoodFilter } from '#components/filter/use-good-filter.ts';
import { ShownAt } from '#components/history/url-moment.tsx';
import { GraphCanvas } from './canvas/graph-canvas.tsx';
import { useRoom } from './canvas/use-room.ts';
import { GraphExport } from './export/export-button.tsx';
import { GraphActionsProvider } from './graph-actions.tsx';
import { GraphControls } from './graph-controls.tsx';
import { GraphCount } from './graph-count.tsx';
import { Empty, Failed } from './graph-notices.tsx';
import { GraphToolbar } from './graph-toolbar.tsx';
import { TreeList } from './list/tree-list.tsx';
import { NodesSkeleton } from './nodes-skeleton.tsx';
import { GraphPanel } from './panel/graph-panel.tsx';
import { drawnSelection, effectiveFilter } from './url/graph-request.ts';
import { useGraphUrl, WHOLE_FLEET } from './url/use-graph-url.ts';
import { useOverviewActions } from './url/use-overview-actions.ts';
import { useUrlActions } from './url/use-url-actions.ts';
import { useDrawing } from './use-drawing.ts';

/** The fleet as a graph: an overview by base, or the surroundings of one node; as a picture or as a list. */
export function GraphPage() {
  const { url: asked, setUrl } = useGraphUrl();
  const { good, problem } = useGoodFilter(asked.filter);
  const url = { ...asked, filter: good };
  const { measured, room } = useRoom();
  const { graph, view, focusId, total, withoutBase } = useDrawing(url, room);
  const actions = useOverviewActions(useUrlActions(setUrl), view?.drawing);
  const selected = drawnSelection(view?.drawing, url.selected);
  const at = url.at ?? undefined;
  const reset = () => void setUrl({ ...WHOLE_FLEET, at: url.at }, { history: 'push' });
  const count = view && (
    <GraphCount drawing={view.drawing} {...{ total, withoutBase }} focus={url.focus} onWhole={reset} />
  );
  const controls = <GraphControls url={url} setUrl={setUrl} />;
  return (
    <ShownAt at={at}>
      <GraphActionsProvider actions={actions}>
        <div className="flex h-[calc(100dvh-48px)] flex-col overflow-hidden max-md:h-[calc(100dvh-104px)]">
          <h1 className="sr-only">Graph</h1>
          <GraphToolbar url={url} setUrl={setUrl} askedFilter={asked.filter} problem={problem}>
            {view === undefined ? null : <GraphExport {...view} selected={selected} />}
          </GraphToolbar>
          <div ref={measured} className="flex min-h-0 flex-1 max-md:flex-col">
            <div className={`relative min-h-0 min-w-0 flex-1 ${problem === undefined ? '' : 'opacity-50'}`}>
              {graph.isError ? (
                <Failed query={graph} focus={url.focus} onReset={reset} />
              ) : view === undefined ? (
                <div className="flex size-full">
                  <NodesSkeleton />
                </div>
              ) : view.drawing.nodes.length === 0 ? (
                <Empty total={total} filter={effectiveFilter(url)} onReset={reset} />
              ) : url.layout === 'list' ? (
                <TreeList {...view} selected={selected} focusId={focusId} count={count} controls={controls} />
              ) : (
                <GraphCanvas
                  {...view}
                  selected={selected}
                  focusId={focusId}
                  count={count}
                  controls={controls}
                />
              )}
            </div>
            {view === undefined ? null : <GraphPanel drawing={view.drawing} selected={selected} />}
          </div>
        </div>
      </GraphActionsProvider>
    </ShownAt>
  );
}

'use client';

import { Network, SearchX } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { FilterBox } from '#components/filter/filter-box.tsx';
import { useGoodFilter } from '#components/filter/use-good-filter.ts';
import { ViewSwitch } from '#components/filter/view-switch.tsx';
import { FleetTimeBar, FleetTimeButton } from '#components/history/time-bar/fleet-time-bar.tsx';
import { ShownAt } from '#components/history/url-moment.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { FailedQuery } from '#components/ui/feedback/pending-query.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { GraphCanvas } from './canvas/graph-canvas.tsx';
import { GraphExport } from './export/export-button.tsx';
import { GraphActionsProvider } from './graph-actions.tsx';
import { GraphControls } from './graph-controls.tsx';
import { GraphCount } from './graph-count.tsx';
import { NodesSkeleton } from './nodes-skeleton.tsx';
import { GraphPanel } from './panel/graph-panel.tsx';
import { effectiveFilter } from './url/graph-request.ts';
import { useGraphUrl, WHOLE_FLEET } from './url/use-graph-url.ts';
import { useUrlActions } from './url/use-url-actions.ts';
import { useDrawing } from './use-drawing.ts';

/** The fleet as a graph: an overview by base, or the surroundings of one node. */
export function GraphPage() {
  const { url: asked, setUrl } = useGraphUrl();
  const { good, problem } = useGoodFilter(asked.filter);
  const url = { ...asked, filter: good };
  const actions = useUrlActions(setUrl);
  const { graph, drawing, layout, focusId, total, viewKey } = useDrawing(url);
  const { filter, focus, selected } = url;
  const at = url.at ?? undefined;
  const ready = drawing !== undefined && layout !== undefined;
  const reset = () => void setUrl({ ...WHOLE_FLEET, at: url.at }, { history: 'push' });
  return (
    <ShownAt at={at}>
      <GraphActionsProvider actions={actions}>
        <div className="flex h-[calc(100dvh-48px)] flex-col overflow-hidden max-md:h-[calc(100dvh-104px)]">
          <h1 className="sr-only">Graph</h1>
          <div
            data-screen-only
            className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface p-2"
          >
            <div className="flex min-w-0 basis-full md:flex-1 md:basis-auto">
              <FilterBox
                filter={asked.filter}
                problem={problem}
                onFilter={(next) =>
                  void setUrl({ filter: next, open: null, closed: null }, { history: 'push' })
                }
              />
            </div>
            <ViewSwitch filter={effectiveFilter(url)} view="graph" />
            <FleetTimeButton filter={filter} />
            {ready ? <GraphExport drawing={drawing} layout={layout} selected={selected} /> : null}
          </div>
          {at === undefined ? null : (
            <div className="shrink-0 border-b border-line bg-surface p-2">
              <FleetTimeBar filter={filter} compact />
            </div>
          )}
          <div className="flex min-h-0 flex-1 max-md:flex-col">
            <div className={`relative min-h-0 min-w-0 flex-1 ${problem === undefined ? '' : 'opacity-50'}`}>
              {graph.isError ? (
                <Failed query={graph} focus={focus} onReset={reset} />
              ) : !ready ? (
                <div className="flex size-full">
                  <NodesSkeleton />
                </div>
              ) : drawing.nodes.length === 0 ? (
                <Empty total={total} filter={effectiveFilter(url)} onReset={reset} />
              ) : (
                <GraphCanvas
                  drawing={drawing}
                  layout={layout}
                  viewKey={viewKey}
                  selected={selected}
                  focusId={focusId}
                >
                  <GraphCount drawing={drawing} total={total} focus={focus} onWhole={reset} />
                  <GraphControls url={url} setUrl={setUrl} />
                </GraphCanvas>
              )}
            </div>
            {ready ? <GraphPanel drawing={drawing} selected={selected} /> : null}
          </div>
        </div>
      </GraphActionsProvider>
    </ShownAt>
  );
}

function Failed({
  query,
  focus,
  onReset,
}: {
  query: ComponentProps<typeof FailedQuery>['query'];
  focus: string;
  onReset: () => void;
}) {
  if (focus !== '' && problemIn(query.error).status === 404) {
    const whole = <Button onClick={onReset}>Show the whole fleet</Button>;
    return (
      <Middle>
        <EmptyState icon={SearchX} title="Not in the fleet" actions={whole}>
          No tracked image is <code className="break-all">{focus}</code> or is based on it. Paste it into the
          box above to track it.
        </EmptyState>
      </Middle>
    );
  }
  return (
    <div className="p-4">
      <FailedQuery query={query} />
    </div>
  );
}

function Empty({ total, filter, onReset }: { total: number; filter: string; onReset: () => void }) {
  if (total === 0) {
    const begin = (
      <LinkButton href="/" variant="primary">
        Add images
      </LinkButton>
    );
    return (
      <Middle>
        <EmptyState icon={Network} title="Nothing to draw yet" actions={begin}>
          The graph shows tracked images and their bases. Paste a reference above, import a list, or open the
          sample fleet.
        </EmptyState>
      </Middle>
    );
  }
  return (
    <Middle>
      <EmptyState
        icon={SearchX}
        title="No images match your filter"
        actions={<Button onClick={onReset}>Show the whole fleet</Button>}
      >
        None of the {total.toLocaleString('en')} images and bases matches <code>{filter}</code>.
      </EmptyState>
    </Middle>
  );
}

function Middle({ children }: { children: ReactNode }) {
  return <div className="flex size-full items-center justify-center">{children}</div>;
}

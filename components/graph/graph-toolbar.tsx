import { ListTree, Network } from 'lucide-react';
import type { ReactNode } from 'react';
import { FilterBox } from '#components/filter/filter-box.tsx';
import { ViewSwitch } from '#components/filter/view-switch.tsx';
import { FleetTimeBar, FleetTimeButton } from '#components/history/time-bar/fleet-time-bar.tsx';
import { effectiveFilter } from './url/graph-request.ts';
import type { GraphUrl, SetGraphUrl } from './url/use-graph-url.ts';

/** Above graph and list: the filter, the view, the layout, the past; `children` come last. */
export function GraphToolbar({
  url,
  setUrl,
  askedFilter,
  problem,
  children,
}: {
  url: GraphUrl;
  setUrl: SetGraphUrl;
  /** The filter as it was typed; that of `url` is the last valid one. */
  askedFilter: string;
  /** Why it is invalid. */
  problem: string | undefined;
  children: ReactNode;
}) {
  const { filter } = url;
  return (
    <>
      <div
        data-screen-only
        className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface p-2"
      >
        <div className="flex min-w-0 basis-full md:flex-1 md:basis-auto">
          <FilterBox
            filter={askedFilter}
            problem={problem}
            onFilter={(next) =>
              void setUrl({ filter: next, unfold: null, open: null, closed: null }, { history: 'push' })
            }
          />
        </div>
        <ViewSwitch filter={effectiveFilter(url)} view="graph" />
        <LayoutSwitch
          layout={url.layout}
          onLayout={(layout) => void setUrl({ layout }, { history: 'push' })}
        />
        <FleetTimeButton filter={filter} />
        {children}
      </div>
      {url.at === null ? null : (
        <div className="shrink-0 border-b border-line bg-surface p-2">
          <FleetTimeBar filter={filter} compact />
        </div>
      )}
    </>
  );
}

const LAYOUTS = [
  { layout: 'graph', word: 'Picture', Icon: Network },
  { layout: 'list', word: 'List', Icon: ListTree },
] as const;

/** The same images as a picture or as a list of trees. */
function LayoutSwitch({
  layout,
  onLayout,
}: {
  layout: GraphUrl['layout'];
  onLayout: (layout: GraphUrl['layout']) => void;
}) {
  return (
    <fieldset className="flex h-8 shrink-0 divide-x divide-line-strong overflow-hidden rounded-md border border-line-strong text-sm max-md:h-11">
      <legend className="sr-only">Layout</legend>
      {LAYOUTS.map(({ layout: each, word, Icon }) => (
        <button
          key={each}
          type="button"
          aria-pressed={layout === each}
          onClick={() => onLayout(each)}
          className={`flex h-full items-center justify-center gap-1.5 px-2.5 transition-colors max-md:w-11 ${layout === each ? 'bg-raised font-medium' : 'text-muted hover:text-text'}`}
        >
          <Icon aria-hidden size={14} />
          <span className="max-md:sr-only">{word}</span>
        </button>
      ))}
    </fieldset>
  );
}

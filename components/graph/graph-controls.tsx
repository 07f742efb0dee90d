'use client';

import { ChevronsDownUp, ChevronsUpDown, Minus, Plus, SlidersHorizontal } from 'lucide-react';
import { Popover } from 'radix-ui';
import { Button } from '#components/ui/controls/button.tsx';
import { PopoverPanel } from '#components/ui/controls/popover-panel.tsx';
import { PHONE, useMediaQuery } from '#components/ui/use-media-query.ts';
import { GROUPING, type Grouping } from '#lib/lineage/graph/node-groups.ts';
import { GraphLegend } from './graph-legend.tsx';
import { fewerHops, MOST_HOPS, moreHops, withinHops } from './url/graph-request.ts';
import type { GraphUrl, SetGraphUrl } from './url/use-graph-url.ts';

/** What the graph shows: hops, groups, problems only, the legend. On a phone behind a button. */
export function GraphControls({ url, setUrl }: { url: GraphUrl; setUrl: SetGraphUrl }) {
  const phone = useMediaQuery(PHONE);
  if (!phone) {
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line-strong/70 bg-surface px-2 py-1 text-sm">
        <Controls url={url} setUrl={setUrl} />
      </div>
    );
  }
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button className="h-11!">
          <SlidersHorizontal aria-hidden size={14} />
          Options
        </Button>
      </Popover.Trigger>
      <PopoverPanel
        label="Options"
        side="top"
        align="start"
        className="flex flex-wrap items-center gap-x-4 gap-y-1 p-3 [&_button]:min-h-11 [&_button]:min-w-11 [&_button]:justify-center [&_label]:min-h-11 [&_select]:min-h-11"
      >
        <Controls url={url} setUrl={setUrl} />
      </PopoverPanel>
    </Popover.Root>
  );
}

function Controls({ url, setUrl }: { url: GraphUrl; setUrl: SetGraphUrl }) {
  const { bases, dependents, focus, problems, group } = url;
  const foldAll = (next: GraphUrl['unfold']) =>
    void setUrl({ unfold: next, open: null, closed: null }, { history: 'push' });
  return (
    <>
      <Stepper label="Bases" value={withinHops(bases)} onValue={(next) => void setUrl({ bases: next })} />
      {focus === '' ? null : (
        <Stepper
          label="Dependents"
          value={withinHops(dependents)}
          onValue={(next) => void setUrl({ dependents: next })}
        />
      )}
      <GroupChoice
        group={group}
        onGroup={(next) => void setUrl({ group: next, open: null, closed: null }, { history: 'push' })}
      />
      <span className="flex items-center">
        <Button variant="quiet" size="sm" onClick={() => foldAll('all')}>
          <ChevronsUpDown aria-hidden size={13} />
          Expand all
        </Button>
        <Button variant="quiet" size="sm" onClick={() => foldAll('none')}>
          <ChevronsDownUp aria-hidden size={13} />
          Collapse all
        </Button>
      </span>
      <label className="flex h-7 cursor-pointer items-center gap-1.5">
        <input
          type="checkbox"
          checked={problems}
          onChange={({ target }) => void setUrl({ problems: target.checked }, { history: 'push' })}
          className="size-3.5 accent-accent"
        />
        Problems only
      </label>
      <GraphLegend />
    </>
  );
}

const GROUPING_WORD: Readonly<Record<Grouping, string>> = {
  status: 'Status',
  registry: 'Registry',
  repository: 'Repository',
  owner: 'Owner',
};

/** What the images of one base are grouped by. */
function GroupChoice({
  group,
  onGroup,
}: {
  group: Grouping | null;
  onGroup: (group: Grouping | null) => void;
}) {
  return (
    <label className="flex items-center gap-1.5">
      <span className="text-muted">Group by</span>
      <select
        value={group ?? ''}
        onChange={({ target }) => onGroup(GROUPING.find((each) => each === target.value) ?? null)}
        className="h-7 rounded-md border border-line bg-surface px-1.5 text-xs"
      >
        <option value="">Automatic</option>
        {GROUPING.map((each) => (
          <option key={each} value={each}>
            {GROUPING_WORD[each]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A number of hops; the highest reads "all". */
function Stepper({
  label,
  value,
  onValue,
}: {
  label: string;
  value: number;
  onValue: (value: number) => void;
}) {
  return (
    <span className="flex items-center gap-1">
      <span className="text-muted">{label}</span>
      <Button
        variant="quiet"
        size="sm"
        className="px-1.5!"
        aria-label={`Fewer hops towards ${label.toLowerCase()}`}
        disabled={value === 0}
        onClick={() => onValue(fewerHops(value))}
      >
        <Minus aria-hidden size={12} />
      </Button>
      <output className="min-w-6 text-center tabular-nums">{value === MOST_HOPS ? 'all' : value}</output>
      <Button
        variant="quiet"
        size="sm"
        className="px-1.5!"
        aria-label={`More hops towards ${label.toLowerCase()}`}
        disabled={value === MOST_HOPS}
        onClick={() => onValue(moreHops(value))}
      >
        <Plus aria-hidden size={12} />
      </Button>
    </span>
  );
}

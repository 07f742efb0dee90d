'use client';

import { Minus, Plus } from 'lucide-react';
import { Panel } from 'reactflow';
import { Button } from '#components/ui/controls/button.tsx';
import { GraphLegend } from './graph-legend.tsx';
import { fewerHops, MOST_HOPS, moreHops, withinHops } from './graph-request.ts';
import type { GraphUrl, SetGraphUrl } from './use-graph-url.ts';

/** Bottom left: hops to bases and dependents, problems only, the legend. */
export function GraphControls({ url, setUrl }: { url: GraphUrl; setUrl: SetGraphUrl }) {
  const { bases, dependents, focus, problems, selected } = url;
  return (
    <Panel
      position="bottom-left"
      className={`m-3! max-md:mb-6! ${selected === '' ? '' : 'max-md:hidden!'} flex max-w-[calc(100vw-1.5rem)] flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line-strong/70 bg-surface px-2 py-1 text-sm`}
    >
      <Stepper label="Bases" value={withinHops(bases)} onValue={(next) => void setUrl({ bases: next })} />
      {focus === '' ? null : (
        <Stepper
          label="Dependents"
          value={withinHops(dependents)}
          onValue={(next) => void setUrl({ dependents: next })}
        />
      )}
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
    </Panel>
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

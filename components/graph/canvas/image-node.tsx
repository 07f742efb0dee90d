'use client';

import { Minus, Plus } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { type Node, type NodeProps, useStore } from 'reactflow';
import { StatusBadge } from '#components/ui/values/status-badge.tsx';
import type { DrawnNode } from '#lib/lineage/graph/graph-drawing.ts';
import { boxName } from '#lib/lineage/graph/graph-node-name.ts';
import { platformChips } from '#lib/lineage/words/platform-chips.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { LayerBar } from './layer-bar.tsx';
import { NodeHandles } from './node-handles.tsx';
import { type NodeMark, nodeFrame } from './node-state.ts';
import { isZoomedOut } from './zoomed-out.ts';

type Drawn = Extract<DrawnNode, { kind: 'image' }>;
export type ImageFlowNode = Node<{ drawn: Drawn; mark: NodeMark }, 'image'>;

/** An image's node, 240×72: status, platforms, name, layers, and buttons for more nodes on either side. */
export const ImageNode = memo(
  function ImageNode({ data: { drawn, mark } }: NodeProps<ImageFlowNode>) {
    const { image, moreBases, moreDependents, foldable, id } = drawn;
    const actions = useGraphActions();
    if (useStore(isZoomedOut)) return <ZoomedOutNode image={image} mark={mark} />;
    return (
      <div
        className={`group/node flex h-18 w-60 flex-col justify-between rounded-md bg-surface px-2.5 py-2 ${nodeFrame(mark)}`}
      >
        <div className="flex items-center justify-between gap-2">
          <StatusBadge status={image.status} />
          <span className="flex gap-1 overflow-hidden text-xs text-muted" title={image.platforms.join(', ')}>
            {platformChips(image.platforms).map((chip) => (
              <span key={chip} className="rounded-sm bg-raised px-1 leading-4">
                {chip}
              </span>
            ))}
          </span>
        </div>
        <NodeTitle name={image.reference} />
        <LayerBar base={image.baseLayers} own={image.appLayers} />
        <NodeHandles />
        {moreBases > 0 ? (
          <HandleButton side="left" label="Show its base" onClick={actions.moreBases}>
            +{moreBases}
          </HandleButton>
        ) : null}
        {moreDependents > 0 ? (
          <HandleButton
            side="right"
            label={`Show ${moreDependents} more dependents`}
            onClick={() => actions.expand(id)}
          >
            <Plus aria-hidden size={11} />
            {moreDependents}
          </HandleButton>
        ) : foldable ? (
          <HandleButton side="right" label="Collapse its dependents" shy onClick={() => actions.collapse(id)}>
            <Minus aria-hidden size={11} />
          </HandleButton>
        ) : null}
      </div>
    );
  },
  ({ data: before }, { data: after }) =>
    before.mark === after.mark &&
    before.drawn.image === after.drawn.image &&
    before.drawn.moreBases === after.drawn.moreBases &&
    before.drawn.moreDependents === after.drawn.moreDependents &&
    before.drawn.foldable === after.drawn.foldable,
);

/** The node when zoomed out: only its status as a colour. */
function ZoomedOutNode({ image, mark }: Pick<ImageFlowNode['data'], 'mark'> & Pick<Drawn, 'image'>) {
  return (
    <div
      title={image.reference}
      className={`h-18 w-60 rounded-md ${nodeFrame(mark)}`}
      style={{ background: `color-mix(in oklab, var(--status-${image.status}) 35%, var(--surface))` }}
    >
      <NodeHandles />
    </div>
  );
}

function NodeTitle({ name }: { name: string }) {
  const { registry, repository, end } = boxName(name);
  return (
    <span className="text-sm leading-4 whitespace-nowrap" title={name}>
      <span className="mono">
        <span className="text-muted">{registry}</span>
        {repository}
        <strong className="font-semibold">{end}</strong>
      </span>
    </span>
  );
}

/** A button where a line leaves the node. */
function HandleButton({
  side,
  label,
  shy = false,
  onClick,
  children,
}: {
  side: 'left' | 'right';
  label: string;
  /** Shown only while the pointer is over the node. */
  shy?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      tabIndex={-1}
      title={label}
      aria-label={label}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
      onDoubleClick={(event) => event.stopPropagation()}
      className={`nodrag nopan absolute top-1/2 flex h-5 min-w-5 -translate-y-1/2 items-center justify-center rounded-full border border-line-strong bg-surface px-1 text-xs leading-none text-muted tabular-nums hover:bg-raised hover:text-text ${side === 'left' ? 'right-full -mr-2.5' : 'left-full -ml-2.5'} ${shy ? 'opacity-0 transition-opacity group-hover/node:opacity-100' : ''}`}
    >
      {children}
    </button>
  );
}

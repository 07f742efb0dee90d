'use client';

import { Minus, Plus } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Node, NodeProps } from 'reactflow';
import { STATUS_LOOK, StatusBadge, StatusIcon } from '#components/ui/values/status-badge.tsx';
import { imagesOn } from '#lib/lineage/graph/fold-node.ts';
import type { DrawnNode } from '#lib/lineage/graph/graph-drawing.ts';
import { boxName, shortName } from '#lib/lineage/graph/graph-node-name.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { platformChips } from '#lib/lineage/words/platform-chips.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { countWords, groupCounts } from '../graph-words.ts';
import { LayerBar } from './layer-bar.tsx';
import { useLevel } from './level-context.tsx';
import { NodeHandles } from './node-handles.tsx';
import { farGround, type NodeMark, nodeFrame } from './node-state.ts';
import { StatusBar } from './status-bar.tsx';

type Drawn = Extract<DrawnNode, { kind: 'image' }>;
export type ImageFlowNode = Node<{ drawn: Drawn; mark: NodeMark }, 'image'>;

/** An image's node, 240×72: status, platforms, name, layers, and buttons for more nodes on either side. */
export const ImageNode = memo(
  function ImageNode({ data: { drawn, mark } }: NodeProps<ImageFlowNode>) {
    const { image, moreBases, moreDependents, foldable, counts, id } = drawn;
    const actions = useGraphActions();
    const level = useLevel();
    if (level === 'far') return <FarNode image={image} mark={mark} />;
    const isNear = level === 'near';
    return (
      <div
        className={`group/node flex h-18 w-60 flex-col justify-between rounded-md px-2.5 ${isNear ? 'py-2' : 'py-1.5'} ${nodeFrame(mark, image.matches)}`}
        data-context={image.matches === false ? '' : undefined}
      >
        {isNear ? <NearBody image={image} counts={counts} /> : <MiddleBody image={image} counts={counts} />}
        <NodeHandles />
        {moreBases > 0 ? (
          <HandleButton side="left" large={!isNear} label="Show its base" onClick={actions.moreBases}>
            +{moreBases}
          </HandleButton>
        ) : null}
        {moreDependents > 0 ? (
          <HandleButton
            side="right"
            large={!isNear}
            label={`Show ${moreDependents} more dependents`}
            onClick={() => actions.expand(id)}
          >
            <Plus aria-hidden size={isNear ? 11 : 20} />
            {moreDependents}
          </HandleButton>
        ) : foldable ? (
          <HandleButton
            side="right"
            large={!isNear}
            label="Collapse its dependents"
            shy
            onClick={() => actions.collapse(id)}
          >
            <Minus aria-hidden size={isNear ? 11 : 20} />
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
    before.drawn.foldable === after.drawn.foldable &&
    before.drawn.counts === after.drawn.counts,
);

function NearBody({ image, counts }: Pick<Drawn, 'image' | 'counts'>) {
  return (
    <>
      <div className="flex items-center justify-between gap-2">
        <StatusBadge status={image.status} />
        {counts === null ? (
          <span className="flex gap-1 overflow-hidden text-xs text-muted" title={image.platforms.join(', ')}>
            {platformChips(image.platforms).map((chip) => (
              <span key={chip} className="rounded-sm bg-raised px-1 leading-4">
                {chip}
              </span>
            ))}
          </span>
        ) : (
          <span className="truncate text-xs text-muted tabular-nums" title={countWords(counts)}>
            {counted(imagesOn({ images: counts }), 'image')}
          </span>
        )}
      </div>
      <NodeTitle name={image.reference} />
      {counts === null ? (
        <LayerBar base={image.baseLayers} own={image.appLayers} />
      ) : (
        <StatusBar byStatus={counts} />
      )}
    </>
  );
}

/**
 * In letters that are legible at half the size: the last part of its name, its tag and its status; of a base on which
 * images are counted, the worst status of those.
 */
function MiddleBody({ image, counts }: Pick<Drawn, 'image' | 'counts'>) {
  const { name, version } = shortName(image.reference);
  const worst = counts === null ? undefined : groupCounts({ byStatus: counts })[0];
  const status = worst?.status ?? image.status;
  const { ink, word } = STATUS_LOOK[status];
  return (
    <span className="flex h-full flex-col justify-center whitespace-nowrap" title={image.reference}>
      <span className="truncate text-[25px] leading-[29px] font-medium">{name}</span>
      <span className={`flex min-w-0 items-center gap-1.5 text-[20px] leading-[26px] font-medium ${ink}`}>
        <StatusIcon status={status} size={22} />
        <span className="truncate">
          {worst === undefined ? word : `${worst.count.toLocaleString('en')} ${worst.word}`}
          {worst !== undefined || version === '' ? null : (
            <span className="font-normal text-muted"> {version}</span>
          )}
        </span>
      </span>
    </span>
  );
}

/** The node when zoomed out: only its status as a colour. */
function FarNode({ image, mark }: Pick<ImageFlowNode['data'], 'mark'> & Pick<Drawn, 'image'>) {
  return (
    <div
      title={image.reference}
      className={`h-18 w-60 rounded-md ${nodeFrame(mark, image.matches)}`}
      style={{ background: farGround(image.status, image.matches) }}
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
  large,
  shy = false,
  onClick,
  children,
}: {
  side: 'left' | 'right';
  label: string;
  /** For a node that is drawn at half the size. */
  large: boolean;
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
      className={`nodrag nopan absolute top-1/2 flex ${large ? 'h-9 min-w-9 px-2 text-[20px]' : 'h-5 min-w-5 px-1 text-xs'} -translate-y-1/2 items-center justify-center rounded-full border border-line-strong bg-surface leading-none text-muted tabular-nums hover:bg-raised hover:text-text ${side === 'left' ? 'right-full -mr-2.5' : 'left-full -ml-2.5'} ${shy ? 'opacity-0 transition-opacity group-hover/node:opacity-100' : ''}`}
    >
      {children}
    </button>
  );
}

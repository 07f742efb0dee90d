'use client';

import { ChevronsUpDown } from 'lucide-react';
import { memo } from 'react';
import type { Node, NodeProps } from 'reactflow';
import { STATUS_LOOK, StatusIcon } from '#components/ui/values/status-badge.tsx';
import type { DrawnNode } from '#lib/lineage/graph/graph-drawing.ts';
import type { NodeGroup } from '#lib/lineage/graph/node-groups.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { groupCounts, groupName, shortGroupName } from '../graph-words.ts';
import { useLevel } from './level-context.tsx';
import { NodeHandles } from './node-handles.tsx';
import { farGround, type NodeMark, nodeFrame } from './node-state.ts';
import { StatusBar } from './status-bar.tsx';

/** Not typed `group`, a name that React Flow styles. */
export type GroupFlowNode = Node<{ drawn: Extract<DrawnNode, { kind: 'group' }>; mark: NodeMark }, 'images'>;

/** Many images as one node, with the status of the worst: "37 images", then the number by status. */
export const GroupNode = memo(function GroupNode({ data: { drawn, mark } }: NodeProps<GroupFlowNode>) {
  const { group } = drawn;
  const actions = useGraphActions();
  const level = useLevel();
  if (level === 'far') return <FarGroup group={group} mark={mark} />;
  const isNear = level === 'near';
  const name = groupName(group);
  return (
    <div className="relative h-18 w-60">
      <div className="absolute inset-0 translate-x-1 translate-y-1 rounded-md border border-line-strong/70 bg-surface" />
      <div
        className={`absolute inset-0 flex flex-col justify-between rounded-md px-2.5 ${isNear ? 'py-2' : 'py-1.5'} ${nodeFrame(mark)}`}
      >
        <div className="flex items-center gap-2">
          <span className={STATUS_LOOK[group.worst].ink}>
            <StatusIcon status={group.worst} size={isNear ? 14 : 24} />
          </span>
          <span className={`truncate font-medium ${isNear ? '' : 'text-[24px] leading-8'}`} title={name}>
            {isNear ? name : shortGroupName(group)}
          </span>
          <button
            type="button"
            tabIndex={-1}
            aria-label="Expand the group"
            title="Expand the group"
            onClick={(event) => {
              event.stopPropagation();
              actions.expand(group.id);
            }}
            onDoubleClick={(event) => event.stopPropagation()}
            className={`nodrag nopan ml-auto flex shrink-0 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text ${isNear ? 'size-6' : '-my-1 size-10'}`}
          >
            <ChevronsUpDown aria-hidden size={isNear ? 14 : 26} />
          </button>
        </div>
        <GroupCounts group={group} large={!isNear} />
        {isNear ? <StatusBar byStatus={group.byStatus} /> : null}
        <NodeHandles />
      </div>
    </div>
  );
});

/** The group when zoomed out: the status of its worst, as a colour. */
function FarGroup({ group, mark }: { group: NodeGroup; mark: NodeMark }) {
  return (
    <div
      title={groupName(group)}
      className={`h-18 w-60 rounded-md ${nodeFrame(mark)}`}
      style={{ background: farGround(group.worst) }}
    >
      <NodeHandles />
    </div>
  );
}

function GroupCounts({ group, large }: { group: NodeGroup; large: boolean }) {
  const counts = groupCounts(group);
  return (
    <span className={`truncate text-muted ${large ? 'text-[20px] leading-6' : 'text-xs'}`}>
      {counts.map(({ status, count, word }, index) => (
        <span key={status} className={index === 0 ? STATUS_LOOK[status].ink : ''}>
          {index === 0 ? '' : ' · '}
          {count.toLocaleString('en')} {word}
        </span>
      ))}
    </span>
  );
}

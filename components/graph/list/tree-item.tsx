import { ChevronDown, ChevronRight } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useNow } from '#components/ui/values/clock.tsx';
import { STATUS_LOOK, StatusBadge, StatusIcon } from '#components/ui/values/status-badge.tsx';
import { imagesOn } from '#lib/lineage/graph/fold-node.ts';
import { linkStyle } from '#lib/lineage/graph/graph-link-style.ts';
import type { NodeGroup } from '#lib/lineage/graph/node-groups.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { shortSpan } from '#lib/lineage/words/time-words.ts';
import { groupCounts, groupName } from '../graph-words.ts';
import { NodeName } from '../panel/node-name.tsx';
import type { TreeRow } from './tree-rows.ts';

/** Deeper levels are not further to the right. */
const MOST_INDENTED = 8;

/** One row: expander, status, name, what is known of its base, and what is collapsed in it. */
export function TreeItem({
  row,
  isActive,
  isSelected,
  isFocus,
  isLong,
  onSelect,
  onToggle,
}: {
  row: TreeRow;
  isActive: boolean;
  isSelected: boolean;
  /** Whether the view is around this image. */
  isFocus: boolean;
  /** In a long list, rows out of sight are not laid out. */
  isLong: boolean;
  onSelect: () => void;
  onToggle: () => void;
}) {
  const { node, level, position, siblings, expanded, folded, links } = row;
  const isContext = node.kind === 'image' && node.image.matches === false;
  const Chevron = expanded === true ? ChevronDown : ChevronRight;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys.
    <div
      role="treeitem"
      data-row={row.id}
      tabIndex={isActive ? 0 : -1}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={expanded}
      aria-selected={isSelected}
      onClick={onSelect}
      style={{ '--level': Math.min(level - 1, MOST_INDENTED) } as CSSProperties}
      className={`flex min-h-8 cursor-pointer items-center gap-1 rounded-sm pr-2 pl-[calc(var(--level)*22px)] max-md:pl-[calc(var(--level)*8px)] hover:bg-raised focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus max-md:min-h-11 ${isLong ? '[contain-intrinsic-size:auto_32px] [content-visibility:auto]' : ''} ${isSelected ? 'bg-raised' : ''} ${isContext ? 'text-muted' : ''}`}
    >
      <span
        aria-hidden
        onClick={(event) => {
          if (expanded === undefined) return;
          event.stopPropagation();
          onToggle();
        }}
        className={`flex size-8 shrink-0 items-center justify-center rounded-sm text-muted max-md:size-11 ${expanded === undefined ? '' : 'hover:text-text'}`}
      >
        {expanded === undefined ? null : <Chevron size={14} />}
      </span>
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-0.5 py-1">
        {node.kind === 'image' ? (
          <>
            <StatusBadge status={node.image.status} />
            <span className={`min-w-0 ${isFocus ? 'underline' : ''}`}>
              <NodeName name={node.image.reference} />
            </span>
          </>
        ) : (
          <span className="font-medium">{groupName(node.group)}</span>
        )}
        {isContext ? <span className="text-xs">shown as context</span> : null}
        {node.kind === 'group' ? <Counts group={node.group} /> : <LinkWords links={links} />}
        {folded === undefined ? null : (
          <span className="flex flex-wrap gap-x-3 text-xs text-muted">
            {folded.images > 0 ? groupName(folded) : counted(folded.members.length, 'dependent')}:{' '}
            <Counts group={folded} />
          </span>
        )}
        {node.kind === 'group' || node.counts === null ? null : (
          <span className="flex flex-wrap gap-x-3 text-xs text-muted">
            {counted(imagesOn({ images: node.counts }), 'image')}:{' '}
            <Counts group={{ byStatus: node.counts }} />
          </span>
        )}
      </span>
    </div>
  );
}

function Counts({ group }: { group: Pick<NodeGroup, 'byStatus'> }) {
  return (
    <span className="flex flex-wrap gap-x-3 text-xs">
      {groupCounts(group).map(({ status, count, word }) => (
        <span key={status} className={`flex items-center gap-1 ${STATUS_LOOK[status].ink}`}>
          <StatusIcon status={status} size={12} />
          {count.toLocaleString('en')} {word}
        </span>
      ))}
    </span>
  );
}

/** What the picture shows by the line to the base, in words; nothing for a base that is current and verified. */
function LinkWords({ links }: Pick<TreeRow, 'links'>) {
  const now = useNow();
  if (links.length === 0) return null;
  const { ink, dashed, crossed, since, dimmed } = linkStyle(links);
  const words = [
    ...(crossed ? ['base contradicted, in conflict or gone'] : []),
    ...(ink === 'stale'
      ? [since === null ? 'base moved' : `base moved ${shortSpan(Date.parse(since), now)} ago`]
      : []),
    ...(dashed && !crossed ? ['base not verified'] : []),
    ...(dimmed ? ['as last known'] : []),
  ];
  return words.length === 0 ? null : <span className="text-xs text-muted">{words.join(' · ')}</span>;
}

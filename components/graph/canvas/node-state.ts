import type { Status } from '#lib/lineage/vocabulary/status.ts';

/** The mark of a node: selected, under the keyboard's cursor, or focused. */
export type NodeMark = 'none' | 'focus' | 'cursor' | 'selected';

const FRAMES: Readonly<Record<NodeMark, string>> = {
  none: 'border border-line-strong/70 hover:border-text',
  focus: 'border-2 border-text',
  cursor: 'border border-line-strong outline-2 outline-offset-2 outline-focus outline-dashed',
  selected: 'border border-text outline-2 outline-offset-1 outline-focus',
};

/** The classes of a node's frame and ground; a node that does not match the filter is dashed and without a ground. */
export function nodeFrame(mark: NodeMark, matches = true): string {
  return `${FRAMES[mark]} ${matches ? 'bg-surface' : 'border-dashed! border-line-strong! bg-bg'}`;
}

/** The background of a node when zoomed out: its status as a colour, paler if it does not match the filter. */
export function farGround(status: Status, matches = true): string {
  return `color-mix(in oklab, var(--status-${status}) ${matches ? 35 : 12}%, var(--surface))`;
}

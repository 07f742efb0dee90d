/** The mark of a node: selected, under the keyboard's cursor, or focused. */
export type NodeMark = 'none' | 'focus' | 'cursor' | 'selected';

const FRAMES: Readonly<Record<NodeMark, string>> = {
  none: 'border border-line-strong/70 hover:border-text',
  focus: 'border-2 border-text',
  cursor: 'border border-line-strong outline-2 outline-offset-2 outline-focus outline-dashed',
  selected: 'border border-text outline-2 outline-offset-1 outline-focus',
};

/** The classes of a node's frame. */
export function nodeFrame(mark: NodeMark): string {
  return FRAMES[mark];
}

import { type MouseEvent, type RefObject, useEffect, useRef } from 'react';
import { useReactFlow } from 'reactflow';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { groupName } from '../graph-words.ts';
import { nodeAt } from './node-at.ts';

/** Finds the painted node under the pointer, and shows its name while the pointer stays on it. */
export function usePaintedNodes(frame: RefObject<HTMLElement | null>, drawing: Drawing, layout: Layout) {
  const { screenToFlowPosition } = useReactFlow();
  const hovered = useRef<string>(undefined);
  const at = ({ target, clientX, clientY }: MouseEvent) =>
    target instanceof Element && target.classList.contains('react-flow__pane')
      ? nodeAt(layout, screenToFlowPosition({ x: clientX, y: clientY }))
      : undefined;
  const onHover = (event: MouseEvent) => {
    const id = at(event);
    if (id === hovered.current) return;
    hovered.current = id;
    const node = drawing.nodes.find((each) => each.id === id);
    showName(frame.current, node?.kind === 'group' ? groupName(node.group) : node?.image.reference);
  };
  const onLeave = () => {
    hovered.current = undefined;
    showName(frame.current, undefined);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: in another layout, another node or none is under the pointer.
  useEffect(onLeave, [layout]);
  return { at, onHover, onLeave };
}

/** Shows the name of the painted node under the pointer, or none. */
function showName(frame: HTMLElement | null, name: string | undefined): void {
  frame?.toggleAttribute('data-over', name !== undefined);
  if (name === undefined) frame?.removeAttribute('title');
  else frame?.setAttribute('title', name);
}

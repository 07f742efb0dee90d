import type { PointerEvent } from 'react';
import { PANEL_LIMITS, sizeAfterKey, withinLimits } from './panel-size.ts';

/** The panel's edge towards the graph: dragged, or moved by arrow keys, it resizes the panel. */
export function PanelEdge({
  side,
  size,
  onSize,
}: {
  side: 'width' | 'height';
  /** In pixels if it is the width, in percent of the page if it is the height. */
  size: number;
  onSize: (size: number) => void;
}) {
  const { least, most } = PANEL_LIMITS[side];
  const drag = ({ currentTarget, pointerId, clientX, clientY }: PointerEvent<HTMLElement>) => {
    if (!currentTarget.hasPointerCapture(pointerId)) return;
    const dragged =
      side === 'width'
        ? document.documentElement.clientWidth - clientX
        : ((currentTarget.parentElement?.getBoundingClientRect().bottom ?? innerHeight) - clientY) /
          (innerHeight / 100);
    onSize(withinLimits(side, dragged));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule is no control; this one is moved.
    <div
      role="separator"
      tabIndex={0}
      aria-label="Resize panel"
      aria-orientation={side === 'width' ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most}
      onPointerDown={({ currentTarget, pointerId }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={drag}
      onKeyDown={(event) => {
        const next = sizeAfterKey(side, size, event.key);
        if (next === undefined) return;
        event.preventDefault();
        onSize(next);
      }}
      className={`absolute z-10 touch-none hover:bg-line-strong focus-visible:bg-focus ${side === 'width' ? 'inset-y-0 -left-1 w-2 cursor-col-resize' : 'inset-x-0 -top-2 h-4 cursor-row-resize'}`}
    />
  );
}

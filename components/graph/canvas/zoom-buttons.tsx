import { Maximize, Minus, Plus } from 'lucide-react';
import { Panel, useReactFlow } from 'reactflow';

const BUTTON =
  'flex size-8 max-md:size-11 items-center justify-center text-muted hover:bg-raised hover:text-text';

/** Top right of the graph: zoom out, zoom in, fit everything. */
export function ZoomButtons({ onFit, onZoomed }: { onFit: () => void; onZoomed: () => void }) {
  const { zoomIn, zoomOut } = useReactFlow();
  const zoomed = (zoom: typeof zoomIn) => () => {
    onZoomed();
    void zoom({ duration: 150 });
  };
  return (
    <Panel
      position="top-right"
      className="m-3! flex divide-x divide-line overflow-hidden rounded-md border border-line-strong/70 bg-surface max-md:mt-17!"
    >
      <button
        type="button"
        aria-label="Zoom out"
        title="Zoom out (−)"
        onClick={zoomed(zoomOut)}
        className={BUTTON}
      >
        <Minus aria-hidden size={14} />
      </button>
      <button
        type="button"
        aria-label="Zoom in"
        title="Zoom in (+)"
        onClick={zoomed(zoomIn)}
        className={BUTTON}
      >
        <Plus aria-hidden size={14} />
      </button>
      <button
        type="button"
        title="Fit everything (0)"
        onClick={onFit}
        className={`${BUTTON} w-auto! gap-1.5 px-2.5 text-xs font-medium`}
      >
        <Maximize aria-hidden size={13} />
        Fit
      </button>
    </Panel>
  );
}

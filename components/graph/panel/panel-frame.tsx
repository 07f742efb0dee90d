import { ChevronDown, ChevronLeft, ChevronRight, ChevronUp, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { PHONE, useMediaQuery } from '#components/ui/use-media-query.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { PanelEdge } from './panel-edge.tsx';
import { usePanelSize } from './use-panel-size.ts';

/** The panel's frame: it takes its place beside the graph, on a phone below it, and never covers it. */
export function PanelFrame({ title, children }: { title: string; children: ReactNode }) {
  const { select } = useGraphActions();
  const phone = useMediaQuery(PHONE);
  const [size, change] = usePanelSize();
  const { collapsed } = size;
  const Fold = phone ? (collapsed ? ChevronUp : ChevronDown) : collapsed ? ChevronLeft : ChevronRight;
  const style = collapsed ? {} : phone ? { height: `${size.height}dvh` } : { width: size.width };
  const side = phone ? 'height' : 'width';
  return (
    <aside
      aria-label={title}
      style={style}
      className={`relative flex shrink-0 flex-col border-line bg-surface max-md:border-t md:max-w-[60vw] md:border-l ${collapsed ? 'md:w-12' : ''}`}
    >
      {collapsed ? null : (
        <PanelEdge side={side} size={size[side]} onSize={(next) => change({ [side]: next })} />
      )}
      <header
        className={`flex items-center gap-1 border-b border-line p-1 ${collapsed ? 'md:flex-col' : ''} ${collapsed && !phone ? '' : 'pl-4'}`}
      >
        <h2 className={`flex-1 font-medium ${collapsed ? 'md:sr-only' : ''}`}>{title}</h2>
        <Button
          variant="quiet"
          size="icon"
          className="max-md:size-11!"
          aria-expanded={!collapsed}
          aria-label={collapsed ? 'Expand panel' : 'Collapse panel'}
          title={collapsed ? 'Expand panel' : 'Collapse panel'}
          onClick={() => change({ collapsed: !collapsed })}
        >
          <Fold aria-hidden size={16} />
        </Button>
        <Button
          variant="quiet"
          size="icon"
          className="max-md:size-11!"
          aria-label="Close"
          onClick={() => select('')}
        >
          <X aria-hidden size={16} />
        </Button>
      </header>
      {collapsed ? null : <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>}
    </aside>
  );
}

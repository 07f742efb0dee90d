import { useEffect } from 'react';
import { useReactFlow } from 'reactflow';
import { singleKeysOn } from '#components/commands/single-keys.ts';

/** Where keys mean something else. */
const ELSEWHERE = 'input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=separator]';

/** `+`, `−` and `0` on the whole page: larger, smaller, everything. */
export function useZoomKeys({ onFit, onZoomed }: { onFit: () => void; onZoomed: () => void }) {
  const { zoomIn, zoomOut } = useReactFlow();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || !singleKeysOn()) return;
      if (event.target instanceof Element && event.target.closest(ELSEWHERE) !== null) return;
      if (event.key === '0') onFit();
      else if (event.key === '+' || event.key === '=') void zoomIn({ duration: 150 });
      else if (event.key === '-' || event.key === '−') void zoomOut({ duration: 150 });
      else return;
      if (event.key !== '0') onZoomed();
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onFit, onZoomed, zoomIn, zoomOut]);
}

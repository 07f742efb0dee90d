import { useState } from 'react';
import { type PanelSize, readPanelSize, USUAL_SIZE } from './panel-size.ts';

const KEY = 'graph-panel';

/** The panel's size, remembered by the browser. */
export function usePanelSize(): [PanelSize, (changes: Partial<PanelSize>) => void] {
  const [size, setSize] = useState(stored);
  const change = (changes: Partial<PanelSize>) => {
    const next = { ...size, ...changes };
    setSize(next);
    try {
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // A browser that stores nothing shows the usual size next time.
    }
  };
  return [size, change];
}

function stored(): PanelSize {
  try {
    return readPanelSize(localStorage.getItem(KEY));
  } catch {
    return USUAL_SIZE;
  }
}

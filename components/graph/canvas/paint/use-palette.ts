import { useEffect, useState } from 'react';
import { perStatus, type Status } from '#lib/lineage/vocabulary/status.ts';
import { colourReader } from '../../page-colours.ts';
import { LINK_INK } from '../link-edge.tsx';
import { farGround } from '../node-state.ts';

/** The page's colours for what is painted, as `#rrggbb`. */
export interface Palette {
  readonly ground: string;
  readonly frame: string;
  readonly text: string;
  readonly focus: string;
  readonly dimmed: string;
  readonly box: Readonly<Record<Status, string>>;
  /** For nodes that do not match the filter. */
  readonly context: Readonly<Record<Status, string>>;
  readonly status: Readonly<Record<Status, string>>;
  readonly ink: Readonly<Record<keyof typeof LINK_INK, string>>;
}

/** The palette of the current theme. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(readPalette);
  useEffect(() => {
    const read = () => setPalette(readPalette());
    const chosen = new MutationObserver(read);
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', read);
    return () => {
      chosen.disconnect();
      system.removeEventListener('change', read);
    };
  }, []);
  return palette;
}

function readPalette(): Palette {
  const colour = colourReader();
  return {
    ground: colour('var(--bg)'),
    frame: colour('color-mix(in oklab, var(--line-strong) 70%, var(--bg))'),
    text: colour('var(--text)'),
    focus: colour('var(--focus)'),
    dimmed: colour('var(--line)'),
    box: perStatus((status) => colour(farGround(status))),
    context: perStatus((status) => colour(farGround(status, false))),
    status: perStatus((status) => colour(`var(--status-${status})`)),
    ink: {
      plain: colour(LINK_INK.plain),
      stale: colour(LINK_INK.stale),
      broken: colour(LINK_INK.broken),
    },
  };
}

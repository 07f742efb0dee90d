'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { CommandPalette } from '../command-palette/command-palette.tsx';

const KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['/'], 'Find: the page’s filter, or jump to anything'],
  [['⌘ K', 'Ctrl K'], 'Jump to any image, base or action'],
  [['?'], 'This list'],
  [['↑', '↓', 'Home', 'End'], 'Walk the rows of the fleet'],
  [['Enter'], 'Open the row'],
  [['Space'], 'Select the row'],
  [['←', '→', '↑', '↓'], 'Walk the graph: towards the base, towards what stands on it, along the column'],
  [['F'], 'Focus the graph on the node'],
  [['E'], 'Show or fold what is collapsed at the node'],
  [['Esc'], 'Close, clear'],
];

/** The keys that work on every page: find, jump, help. Pages mark their own find field with `data-find`. */
export function KeyboardShortcuts({ children }: { children: (openPalette: () => void) => ReactNode }) {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        setOpen((now) => (now === 'palette' ? null : 'palette'));
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '/') {
        event.preventDefault();
        const find = document.querySelector<HTMLElement>('[data-find]');
        if (find === null) setOpen('palette');
        else find.focus();
      } else if (event.key === '?') {
        event.preventDefault();
        setOpen('keys');
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const onOpenChange = (isOpen: boolean) => {
    if (!isOpen) setOpen(null);
  };
  return (
    <>
      {children(() => setOpen('palette'))}
      <Dialog title="Jump to" hideTitle open={open === 'palette'} onOpenChange={onOpenChange}>
        <CommandPalette onDone={() => setOpen(null)} onKeys={() => setOpen('keys')} />
      </Dialog>
      <Dialog title="Keys" open={open === 'keys'} onOpenChange={onOpenChange}>
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 p-4 text-sm">
          {KEYS.map(([keys, does]) => (
            <div key={does} className="contents">
              <dt className="flex gap-1">
                {keys.map((key) => (
                  <kbd key={key} className="rounded-sm border border-line-strong px-1.5 text-xs">
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName))
  );
}

'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { TABLE_SHORTCUTS } from '#components/fleet/table/table-keys.ts';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { CommandPalette } from '../command-palette/command-palette.tsx';
import { shortcutOf } from './shortcut.ts';

const KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['/'], 'Focus the page’s filter, or jump to anything'],
  [['⌘ K', 'Ctrl K'], 'Jump to any image, base or action'],
  [['?'], 'Show this list'],
  ...TABLE_SHORTCUTS,
  [['←', '→', '↑', '↓'], 'Move in the graph: to the base, to a dependent, along the column'],
  [['F'], 'Focus the graph on the node'],
  [['E'], 'Expand or collapse the node'],
  [['Esc'], 'Close'],
];

/** The shortcuts of every page: find, jump, help. A page marks its own find field with `data-find`. */
export function KeyboardShortcuts({ children }: { children: (openPalette: () => void) => ReactNode }) {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event, isTyping(event.target));
      if (shortcut === undefined) return;
      event.preventDefault();
      if (shortcut === 'toggle-palette') setOpen((now) => (now === 'palette' ? null : 'palette'));
      else if (shortcut === 'show-keys') setOpen('keys');
      else {
        const find = document.querySelector<HTMLElement>('[data-find]');
        if (find === null) setOpen('palette');
        else find.focus();
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
      <Dialog title="Keyboard shortcuts" open={open === 'keys'} onOpenChange={onOpenChange}>
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

'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useWhyNot } from '#components/access/current-user.tsx';
import { pageAction } from '#components/commands/page-actions.ts';
import { closePalette, isPaletteOpen, openPalette } from '#components/commands/palette-control.ts';
import { singleKeysOn } from '#components/commands/single-keys.ts';
import { openAddImages } from '#components/tracking/add-images.ts';
import { hideKeyList, showKeyList } from './key-list.ts';
import { KeyList } from './key-list-dialog.tsx';
import { type Prefix, pressKey } from './press-key.ts';
import type { ShortcutAct } from './shortcuts.ts';

/** The keyboard of every page, and the list of its shortcuts. A page marks its own find field with `data-find`. */
export function KeyboardShortcuts() {
  const router = useRouter();
  const mayTrack = useWhyNot('track') === undefined;
  const prefix = useRef<Prefix>(undefined);
  useEffect(() => {
    const run = (act: ShortcutAct): boolean => {
      switch (act.kind) {
        case 'palette':
          if (isPaletteOpen()) closePalette();
          else openPalette();
          hideKeyList();
          return true;
        case 'key-list':
          showKeyList();
          return true;
        case 'add-images':
          if (mayTrack) openAddImages();
          return mayTrack;
        case 'go':
          router.push(act.href);
          return true;
        case 'find': {
          const find = document.querySelector<HTMLElement>('[data-find]');
          if (find === null) openPalette();
          else find.focus();
          return true;
        }
        case 'page': {
          const action = pageAction(act.id);
          if (action?.href !== undefined) router.push(action.href);
          action?.act?.();
          return action !== undefined;
        }
      }
    };
    const onKey = (event: KeyboardEvent) => {
      // A part of the page that has the focus and a use for the key, such as the graph, has handled it.
      if (event.defaultPrevented) return;
      const { key, metaKey, ctrlKey, altKey } = event;
      const place = { isTyping: isTyping(event.target), isCovered: isCovered(), at: event.timeStamp };
      const pressed = pressKey(prefix.current, { key, metaKey, ctrlKey, altKey, ...place }, singleKeysOn());
      prefix.current = pressed.prefix;
      if (pressed.act !== undefined && run(pressed.act)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [router, mayTrack]);
  return <KeyList />;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !/^(?:checkbox|radio|button|submit)$/.test(target.type);
  return target.isContentEditable || /^(?:textarea|select)$/i.test(target.tagName);
}

/** True while a dialog or a menu is open. */
function isCovered(): boolean {
  return document.querySelector('[role="dialog"],[role="menu"],[role="alertdialog"]') !== null;
}

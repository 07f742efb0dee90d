'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';

/** A page that shows no heading in this time has none, in milliseconds. */
const HEADING_MS = 10_000;

/**
 * Moves the focus to the heading of each page that is opened, as a full page load would: by a link, by Back or after an
 * action. The heading may come after its data; a person who has moved the focus meanwhile keeps it.
 */
export function RouteFocus() {
  const path = usePathname();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    const before = document.activeElement;
    const focusHeading = () => {
      if (!isFree(before)) return true;
      const heading = document.querySelector<HTMLElement>('#main h1');
      if (heading === null) return false;
      focusQuietly(heading);
      return true;
    };
    if (focusHeading()) return;
    const observer = new MutationObserver(() => focusHeading() && observer.disconnect());
    observer.observe(document.body, { childList: true, subtree: true });
    const giveUp = setTimeout(() => observer.disconnect(), HEADING_MS);
    return () => {
      observer.disconnect();
      clearTimeout(giveUp);
    };
  }, [path]);
  return null;
}

/** True if nobody has moved the focus since the page was opened. `KeepFocus` leaves it on a page without a heading yet. */
function isFree(before: Element | null): boolean {
  const now = document.activeElement;
  return now === before || now === null || now === document.body || now.id === 'main';
}

/** Focuses an element that is no control, without scrolling. */
export function focusQuietly(element: HTMLElement): void {
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

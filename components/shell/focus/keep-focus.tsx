'use client';

import { useEffect } from 'react';
import { focusQuietly } from './route-focus.tsx';

const TABBABLE = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]';

/**
 * Keeps the focus on the page when the focused element disappears: a row that is untracked, a message with "Undo", a
 * question that is answered. It goes to the nearest remaining part of the page, else to its heading. A button that is
 * disabled while it works gets it back.
 */
export function KeepFocus() {
  useEffect(() => {
    let focused: HTMLElement | null = null;
    let around: HTMLElement[] = [];
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return;
      focused = target;
      around = ancestorsOf(target);
    };
    // A click on an empty place takes the focus away on purpose.
    const forget = () => {
      focused = null;
    };
    // On its way from one element to the next, as by Tab, the focus is nowhere for a moment.
    const moveOn = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget !== null) focused = null;
    };
    const restore = () => {
      if (focused === null || document.activeElement !== document.body) return;
      if (focused.isConnected) {
        if (!focused.matches(':disabled')) focused.focus({ preventScroll: true });
        return;
      }
      // A page's heading that is rendered again, as when its data arrives, is followed by the new one.
      const place = focused.matches('h1')
        ? undefined
        : around.find((each) => each.isConnected && each.id !== 'main' && tabbableIn(each) !== null);
      const target = place && tabbableIn(place);
      const heading = document.querySelector<HTMLElement>('#main h1') ?? document.getElementById('main');
      if (target) target.focus({ preventScroll: true });
      else if (heading !== null) focusQuietly(heading);
    };
    const observer = new MutationObserver(restore);
    const options = { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] };
    observer.observe(document.body, options);
    document.addEventListener('focusin', remember);
    document.addEventListener('focusout', moveOn);
    document.addEventListener('pointerdown', forget);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', remember);
      document.removeEventListener('focusout', moveOn);
      document.removeEventListener('pointerdown', forget);
    };
  }, []);
  return null;
}

/** The elements around one, the nearest first, up to the page's main part. */
function ancestorsOf(element: HTMLElement): HTMLElement[] {
  const around: HTMLElement[] = [];
  for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) {
    around.push(at);
    if (at.id === 'main') break;
  }
  return around;
}

function tabbableIn(element: HTMLElement): HTMLElement | null {
  return element.querySelector<HTMLElement>(TABBABLE);
}

import { createStore, useStore } from '#components/ui/store.ts';

const KEY = 'baseboard.single-keys';
const store = createStore(true);
let isLoaded = false;

/**
 * Whether shortcuts of one character are on. A person can switch them off, because speech input and some keyboards
 * press them by accident (WCAG 2.2, 2.1.4 Character Key Shortcuts).
 */
export function singleKeysOn(): boolean {
  if (!isLoaded) load();
  return store.get();
}

/** The same for a component. */
export function useSingleKeys(): boolean {
  return useStore(store);
}

/** Switches them on or off in this browser. */
export function setSingleKeys(on: boolean): void {
  isLoaded = true;
  store.set(on);
  try {
    if (on) window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, 'off');
  } catch {
    // Storage is full or forbidden: the choice lasts as long as the page.
  }
}

function load(): void {
  isLoaded = true;
  try {
    store.set(window.localStorage.getItem(KEY) !== 'off');
  } catch {
    // They stay on.
  }
}

import { createStore, useStore } from '#components/ui/store.ts';

const shown = createStore(false);

/** Shows the list of keyboard shortcuts. */
export function showKeyList(): void {
  shown.set(true);
}

export function hideKeyList(): void {
  shown.set(false);
}

/** Whether the list is shown. */
export function useKeyList(): boolean {
  return useStore(shown);
}

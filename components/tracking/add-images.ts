import { createStore, useStore } from '#components/ui/store.ts';
import type { Paste } from '#lib/paste/paste.ts';

/** What the dialog starts with: a text to edit, or what was read from one and is reviewed. */
export interface AddingStart {
  readonly text: string;
  readonly paste: Paste | null;
}

const adding = createStore<AddingStart | null>(null);

/** Opens the dialog that adds images, with a review of what was read if there is one. */
export function openAddImages(start: AddingStart = { text: '', paste: null }): void {
  adding.set(start);
}

export function closeAddImages(): void {
  adding.set(null);
}

/** What the dialog was opened with; null while it is closed. */
export function useAddImages(): AddingStart | null {
  return useStore(adding);
}

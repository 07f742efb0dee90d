import { createStore, useStore } from '#components/ui/store.ts';

const palette = createStore<{ readonly text: string } | null>(null);

/** Opens the command palette, with a text to search for. */
export function openPalette(text = ''): void {
  palette.set({ text });
}

export function closePalette(): void {
  palette.set(null);
}

export function isPaletteOpen(): boolean {
  return palette.get() !== null;
}

/** The text that the palette was opened with; null while it is closed. */
export function usePalette(): { readonly text: string } | null {
  return useStore(palette);
}

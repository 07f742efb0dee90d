import { formatReference, tryParseReference } from '#lib/oci/reference.ts';

/** The most bases the palette lists. */
const MOST_BASES = 5;

/** True if the words contain the text, in any case. */
export function matchesText(words: string, text: string): boolean {
  return words.toLowerCase().includes(text.toLowerCase());
}

/** The first bases whose name contains the text; none for an empty text. */
export function basesMatching<T extends { readonly name: string }>(bases: readonly T[], text: string): T[] {
  if (text === '') return [];
  return bases.filter(({ name }) => matchesText(name, text)).slice(0, MOST_BASES);
}

/** The full reference that a text names, to offer it for tracking; undefined if it names none. */
export function referenceToTrack(text: string): string | undefined {
  const reference = text === '' ? undefined : tryParseReference(text);
  return reference === undefined ? undefined : formatReference(reference);
}

/** The row an arrow key moves to, around the ends; undefined for other keys and for an empty list. */
export function rowAfterKey(key: string, row: number, rows: number): number | undefined {
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  return step === 0 || rows === 0 ? undefined : (row + step + rows) % rows;
}

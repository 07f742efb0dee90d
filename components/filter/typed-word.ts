import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { FILTER_KEYS, type FilterKey } from '#lib/lineage/vocabulary/filter-keys.ts';

/** The part of a filter that is being typed. */
export interface TypedWord {
  /** The key before the colon, if it is one; `undefined` while the word has no colon. */
  readonly key: FilterKey | undefined;
  /** What is typed of the key, or of the value after the last comma. */
  readonly typed: string;
  /** The part of the text that a suggestion replaces. */
  readonly start: number;
  readonly end: number;
  /** The filter without this word; empty if it says nothing without it. */
  readonly rest: string;
}

/** The word at the caret; `undefined` where none can be completed. */
export function typedWord(text: string, caret: number): TypedWord | undefined {
  const { start, end, comma } = wordAt(text, caret);
  const word = text.slice(start, end);
  const [prefix = ''] = /^[-!]*/.exec(word) ?? [];
  const from = start + prefix.length;
  if (caret < from) return undefined;
  const colon = text.indexOf(':', from);
  if (colon < 0 || colon >= end) {
    return { key: undefined, typed: text.slice(from, end), start: from, end, rest: '' };
  }
  const key = FILTER_KEYS.find((each) => each === text.slice(from, colon).toLowerCase());
  if (key === undefined || caret <= colon) return undefined;
  const valueStart = comma ?? colon + 1;
  return {
    key,
    typed: text.slice(valueStart, end).replaceAll('"', ''),
    start: valueStart,
    end,
    rest: validOrEmpty(`${text.slice(0, start)} ${text.slice(end)}`),
  };
}

/** True if the text ends where a value of a key is still to be typed: it is not wrong yet. */
export function awaitsValue(text: string): boolean {
  return /(?:^|[\s(!-])[a-z]+:(?:[^\s"]*,)?$/i.test(text);
}

/** The text with a suggestion in place of the typed word, and where the caret is then. */
export function takeSuggestion(
  text: string,
  { start, end }: Pick<TypedWord, 'start' | 'end'>,
  suggestion: string,
): { text: string; caret: number } {
  const after = text.slice(end);
  // A value ends the word; after a key comes its value.
  const written = suggestion.endsWith(':') || after !== '' ? suggestion : `${suggestion} `;
  return { text: `${text.slice(0, start)}${written}${after}`, caret: start + written.length };
}

/** The word around the caret up to the next space, parenthesis or comma, and where its last value before it begins. */
function wordAt(text: string, caret: number): { start: number; end: number; comma: number | undefined } {
  let start = 0;
  let comma: number | undefined;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (at >= caret && !isQuoted && /[\s(),]/.test(character)) return { start, end: at, comma };
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (/[\s()]/.test(character)) [start, comma] = [at + 1, undefined];
    else if (character === ',') comma = at + 1;
  }
  return { start, end: text.length, comma };
}

function validOrEmpty(text: string): string {
  try {
    parseFilter(text);
    return text.trim();
  } catch {
    return '';
  }
}

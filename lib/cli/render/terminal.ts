/** Control characters, and those that are invisible or turn text around: a name must not draw on a terminal. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text for a terminal, on one line: what would act instead of being shown is written as `\u{1b}`. */
export function shown(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** JSON for a terminal or a file: still the same value, and no character of it acts. */
export function shownJson(value: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // Raw line breaks are the indentation's; those inside strings are escaped already.
  return JSON.stringify(value, null, 2).replace(UNSAFE, (character) =>
    character === '\n' ? character : character.split('').map(escaped).join(''),
  );
}

const CODES = { bold: 1, dim: 2, red: 31, amber: 33, blue: 34, teal: 36, grey: 90 } as const;
export type Colour = keyof typeof CODES;

/** Paints text that is safe to show. */
export type Paint = (colour: Colour, text: string) => string;

/** Colours where a person reads and has not said `NO_COLOR` (no-color.org); else text as it is. */
export function paintFor(terminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  const plain = !terminal || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  return plain ? (_, text) => text : (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;
}

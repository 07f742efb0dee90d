/** Control, invisible and bidirectional characters: a name must not change what a terminal shows. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text for a terminal, on one line: unsafe characters are written as `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** JSON for a terminal or a file: the same value, with unsafe characters escaped. */
export function printableJson(value: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // Raw line breaks are from the indentation; those inside strings are escaped already.
  return JSON.stringify(value, null, 2).replace(UNSAFE, (character) =>
    character === '\n' ? character : character.split('').map(escaped).join(''),
  );
}

const CODES = { bold: 1, dim: 2, red: 31, amber: 33, blue: 34, teal: 36, grey: 90 } as const;
export type Colour = keyof typeof CODES;

/** Colours text that is safe to print. */
export type Paint = (colour: Colour, text: string) => string;

/** Colours on a terminal unless `NO_COLOR` (no-color.org) is set; otherwise plain text. */
export function paintFor(terminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  const plain = !terminal || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  return plain ? (_, text) => text : (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m`;
}

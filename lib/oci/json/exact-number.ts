/** ECMAScript's `JSON.rawJSON`, which Node 20 lacks and TypeScript does not declare. */
interface RawJson {
  readonly rawJSON?: (text: string) => object;
  readonly isRawJSON?: (value: unknown) => boolean;
}
const raw = JSON as RawJson;

/**
 * A JSON number that a double cannot hold as it is written: beyond 2^53, `1.0`, `-0`, `1e400`. `JSON.stringify` writes
 * it back unchanged, so values that nobody uses survive.
 */
export class WrittenNumber {
  /** The number as the document writes it. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** What `JSON.stringify` writes: the text itself if the runtime can, otherwise the nearest double. */
  toJSON(): unknown {
    return raw.rawJSON?.(this.text) ?? Number(this.text);
  }

  toString(): string {
    return this.text;
  }
}

/** The value of a JSON number: a double if that is written back alike, else a {@link WrittenNumber}. */
export function numberOf(lexeme: string): number | WrittenNumber {
  // No double has more characters; a huge lexeme would be slow to convert.
  if (lexeme.length > 25) return new WrittenNumber(lexeme);
  const value = Number(lexeme);
  return String(value) === lexeme ? value : new WrittenNumber(lexeme);
}

/** True for a value that `JSON.stringify` writes verbatim, as {@link WrittenNumber} makes it. */
export function isVerbatim(value: unknown): boolean {
  return raw.isRawJSON?.(value) ?? false;
}

/** ECMAScript's JSON.rawJSON, which Node 20 lacks and TypeScript does not declare. */
interface RawJson {
  readonly rawJSON?: (text: string) => object;
  readonly isRawJSON?: (value: unknown) => boolean;
}
const raw = JSON as RawJson;

/**
 * A JSON number that a double cannot hold as it is written: beyond 2^53, `1.0`, `-0`, `1e400`. `JSON.stringify` writes
 * it as it was, so values that nobody uses stay unchanged.
 */
export class WrittenNumber {
  /** The number as it stands in the document. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** What `JSON.stringify` writes: the very text where the runtime can, else the nearest double. */
  toJSON(): unknown {
    return raw.rawJSON?.(this.text) ?? Number(this.text);
  }

  toString(): string {
    return this.text;
  }
}

/** The number that a JSON lexeme stands for, where a double writes it back alike. */
export function numberOf(lexeme: string): number | WrittenNumber {
  // No double is written in more characters; huge lexemes are not worth converting.
  if (lexeme.length > 25) return new WrittenNumber(lexeme);
  const value = Number(lexeme);
  return String(value) === lexeme ? value : new WrittenNumber(lexeme);
}

/** True for a value that `JSON.stringify` writes verbatim, as {@link WrittenNumber} makes it. */
export function isVerbatim(value: unknown): boolean {
  return raw.isRawJSON?.(value) ?? false;
}

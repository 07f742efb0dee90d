/** The text of a `Warning: 299` header (distribution-spec § Warnings): for display only. */
export interface RegistryWarning {
  readonly host: string;
  readonly text: string;
}

/** Parses the 299 warnings of `Warning` headers: texts without escapes and control characters, up to 500 characters. */
export function parseWarnings(values: readonly string[]): string[] {
  const texts: string[] = [];
  for (const value of values) {
    for (const [, quoted = ''] of value.matchAll(/(?:^|,)\s*299\s+\S+\s+"((?:[^"\\]|\\.)*)"/g)) {
      const text = quoted.replace(/\\(.)/g, '$1').replace(/\p{Cc}/gu, ' ');
      texts.push(text.slice(0, 500));
    }
  }
  return texts;
}

/**
 * A value as JSON text that PostgreSQL takes: NUL characters and half surrogate pairs, which jsonb and text
 * refuse and which registries are free to send, become U+FFFD.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'string' ? part.toWellFormed().replaceAll('\0', '\u{fffd}') : part,
  );
}

/** Text that SQL's `LIKE` and `ILIKE` match literally, with their default escape character `\`. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** A glob as a pattern for `LIKE` and `ILIKE`: `*` becomes `%`, all else is literal. */
export function globToLike(glob: string): string {
  return escapeLike(glob).replace(/\*+/g, '%');
}

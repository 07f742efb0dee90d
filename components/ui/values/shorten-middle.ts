/**
 * At most `limit` characters, the middle replaced by one ellipsis: the ends are what tells names apart. Counts
 * UTF-16 units, which references are made of.
 */
export function shortenMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = Math.max(limit - 1, 2);
  const head = Math.ceil(kept / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (kept - head))}`;
}

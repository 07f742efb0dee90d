/** Shortens a text to `limit` UTF-16 units with an ellipsis in the middle, because names differ at their ends. */
export function shortenMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = Math.max(limit - 1, 2);
  const head = Math.ceil(kept / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (kept - head))}`;
}

/** A digest's first 12 hex digits are read as one word. */
const DIGEST_START = /sha(?:256|512):[0-9a-f]{12}/g;

/**
 * Divides a reference, a path or a digest where a line may break: after `/`, `@`, `-` and the `:` of a port, never before
 * a tag, nor inside a digest's algorithm and first 12 hex digits. Joined, the parts are the text.
 */
export function breakOpportunities(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { index, 0: start } of text.matchAll(DIGEST_START)) {
    parts.push(...divided(text.slice(from, index)), start);
    from = index + start.length;
  }
  parts.push(...divided(text.slice(from)));
  return parts.filter((part) => part !== '');
}

function divided(text: string): string[] {
  // A colon that no slash follows begins a tag.
  return text.split(/(?<=[/@-])|(?<=:)(?=[^:@]*\/)/);
}

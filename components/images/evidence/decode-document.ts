import { parseStrictJsonText } from '#lib/oci/json/strict-json.ts';

/** A document's JSON, indented. Numbers keep their digits, which `JSON.parse` would round. */
export function decodeDocument(text: string): string {
  const limits = { maxDepth: 64, maxValues: Number.POSITIVE_INFINITY, maxBytes: Number.POSITIVE_INFINITY };
  return JSON.stringify(parseStrictJsonText(text, limits), null, 2);
}

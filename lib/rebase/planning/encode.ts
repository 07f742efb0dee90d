import { digestOf } from '#lib/oci/hash.ts';
import type { PlannedDocument } from '../rebase.ts';

/** A document's text, in the order of its keys; `undefined` ones are left out. */
export function encodeDocument(
  kind: PlannedDocument['kind'],
  mediaType: string,
  platform: string | null,
  value: unknown,
): PlannedDocument {
  const text = JSON.stringify(value);
  return { kind, digest: digestOf(text), mediaType, text, platform };
}

/** UTF-8 bytes of a planned document. */
export function documentSize({ text }: PlannedDocument): number {
  return new TextEncoder().encode(text).byteLength;
}

import { digestOf } from '#lib/oci/compute-digest.ts';
import { parseStrictJson } from '#lib/oci/json/strict-json.ts';
import type { ImageIndex, ImageManifest, ManifestDocument } from '#lib/oci/manifest.ts';
import type { PlannedDocument } from '../../rebase.ts';

/** Encodes a document in the order of its keys; `undefined` values are left out. */
export function encodeDocument(
  kind: PlannedDocument['kind'],
  mediaType: string,
  platform: string | null,
  value: unknown,
): PlannedDocument {
  const text = JSON.stringify(value);
  return { kind, digest: digestOf(text), mediaType, text, platform };
}

/** A document that is put unchanged: its text has exactly the bytes that were read. */
export function sameDocument(
  kind: PlannedDocument['kind'],
  platform: string | null,
  { digest, mediaType, bytes }: ManifestDocument,
): PlannedDocument {
  return { kind, digest, mediaType, text: new TextDecoder().decode(bytes), platform };
}

/** UTF-8 bytes of a planned document. */
export function documentSize({ text }: PlannedDocument): number {
  return new TextEncoder().encode(text).byteLength;
}

/** JSON as it was written. */
export type Raw = Readonly<Record<string, unknown>>;

/** A document's keys in their order, those of its descriptors and unknown ones too. */
export function rawOf<M extends ImageManifest | ImageIndex>({
  bytes,
}: ManifestDocument<M>): M extends ImageManifest
  ? Raw & { readonly config: Raw; readonly layers: readonly Raw[] }
  : Raw & { readonly manifests: readonly Raw[] } {
  return parseStrictJson(bytes) as ReturnType<typeof rawOf<M>>;
}

import { type ImageConfig, parseConfig } from '#lib/oci/image-config.ts';
import { parseStrictJson, STATEMENT_LIMITS } from '#lib/oci/json/strict-json.ts';
import { type ManifestDocument, parseManifest } from '#lib/oci/manifest.ts';
import type { FetchedDocument, ParsedDocument } from './sources.ts';

/** Reads bytes as a manifest or index; throws `ManifestFormatError`. */
export const asManifest = ({ bytes, mediaType, digest }: FetchedDocument): ManifestDocument =>
  weighed(bytes, { ...parseManifest(bytes, mediaType), digest });

/** Reads bytes as an image's config; throws `ConfigFormatError`. */
export const asConfig = ({ bytes }: FetchedDocument): ImageConfig => weighed(bytes, parseConfig(bytes));

/** Reads bytes as an in-toto statement, whatever it says; throws `JsonDocumentError`. */
export const asStatement = ({ bytes }: FetchedDocument) =>
  weighed(bytes, { statement: parseStrictJson(bytes, STATEMENT_LIMITS) });

/** About what a value of JSON takes beside its text: objects and arrays more than what stands in them. */
const PER_BRACKET = 96;
const PER_VALUE = 24;

const MEMORY = new WeakMap<object, number>();

/** Bytes of memory that a document takes, about: empty arrays by the hundred thousand take a lot more than their text. */
export function memoryOf(document: ParsedDocument): number {
  return MEMORY.get(document) ?? 0;
}

function weighed<T extends object>(bytes: Uint8Array, parsed: T): T {
  let cost = 2 * bytes.byteLength;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0x7b || byte === 0x5b) cost += PER_BRACKET;
    else if (byte === 0x2c || byte === 0x3a) cost += PER_VALUE;
  }
  MEMORY.set(parsed, cost);
  return parsed;
}

import { type ImageConfig, parseConfig } from '#lib/oci/image-config.ts';
import { parseStrictJson, STATEMENT_LIMITS } from '#lib/oci/json/strict-json.ts';
import { type ManifestDocument, parseManifest } from '#lib/oci/manifest.ts';
import type { FetchedDocument, ParsedDocument } from './sources.ts';

/** Reads bytes as a manifest or index; throws `ManifestFormatError`. */
export const asManifest = ({ bytes, mediaType, digest }: FetchedDocument): ManifestDocument =>
  withMemoryCost(bytes, { ...parseManifest(bytes, mediaType), digest });

/** Reads bytes as an image's config; throws `ConfigFormatError`. */
export const asConfig = ({ bytes }: FetchedDocument): ImageConfig =>
  withMemoryCost(bytes, parseConfig(bytes));

/** Reads bytes as an in-toto statement of any predicate; throws `JsonDocumentError`. */
export const asStatement = ({ bytes }: FetchedDocument) =>
  withMemoryCost(bytes, { statement: parseStrictJson(bytes, STATEMENT_LIMITS) });

/** About how many bytes a JSON value takes beside its text: objects and arrays take more than other values. */
const PER_BRACKET = 96;
const PER_VALUE = 24;

const MEMORY = new WeakMap<object, number>();

/** About how many bytes of memory a document takes: a hundred thousand empty arrays take far more than their text. */
export function memoryOf(document: ParsedDocument): number {
  return MEMORY.get(document) ?? 0;
}

function withMemoryCost<T extends object>(bytes: Uint8Array, parsed: T): T {
  let cost = 2 * bytes.byteLength;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0x7b || byte === 0x5b) cost += PER_BRACKET;
    else if (byte === 0x2c || byte === 0x3a) cost += PER_VALUE;
  }
  MEMORY.set(parsed, cost);
  return parsed;
}

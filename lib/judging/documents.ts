import { type ImageConfig, parseConfig } from '#lib/oci/config.ts';
import { parseStrictJson, STATEMENT_LIMITS } from '#lib/oci/json.ts';
import { type ManifestDocument, parseManifest } from '#lib/oci/manifest.ts';
import type { FetchedDocument } from './sources.ts';

/** Reads bytes as a manifest or index; throws `ManifestFormatError`. */
export const asManifest = ({ bytes, mediaType, digest }: FetchedDocument): ManifestDocument => ({
  ...parseManifest(bytes, mediaType),
  digest,
});

/** Reads bytes as an image's config; throws `ConfigFormatError`. */
export const asConfig = ({ bytes }: FetchedDocument): ImageConfig => parseConfig(bytes);

/** Reads bytes as an in-toto statement, whatever it says; throws `JsonDocumentError`. */
export const asStatement = ({ bytes }: FetchedDocument) => ({
  statement: parseStrictJson(bytes, STATEMENT_LIMITS),
});

import { z } from 'zod';
import { digestOf } from './compute-digest.ts';
import { annotationsSchema, type Descriptor, descriptorSchema, isAttestation } from './descriptor.ts';
import type { Digest } from './digest.ts';
import { describeIssue, optionalText, wireObject } from './json/lenient-schema.ts';
import { JsonDocumentError, parseStrictJson } from './json/strict-json.ts';
import {
  bareMediaType,
  type IndexMediaType,
  isArtifactType,
  isIndexMediaType,
  isManifestMediaType,
  type ManifestMediaType,
  MEDIA_TYPE,
} from './media-type.ts';

const descriptorList = z
  .array(descriptorSchema)
  .nullable()
  .transform((list) => list ?? []);

const common = {
  schemaVersion: z.literal(2).nullish(),
  mediaType: optionalText,
  artifactType: optionalText,
  annotations: annotationsSchema.nullish(),
  subject: descriptorSchema.nullish(),
};

const manifestSchema = wireObject({ ...common, config: descriptorSchema, layers: descriptorList });
const indexSchema = wireObject({ ...common, manifests: descriptorList });

/** An image manifest (image-spec, manifest.md) or Docker's schema 2; `mediaType` is always known here. */
export type ImageManifest = z.infer<typeof manifestSchema> & { mediaType: ManifestMediaType };
/** An image index (image-spec, image-index.md) or Docker's manifest list. */
export type ImageIndex = z.infer<typeof indexSchema> & { mediaType: IndexMediaType };

/** A parsed manifest or index, and the exact bytes that its digest is computed from. */
export interface ManifestDocument<M extends ImageManifest | ImageIndex = ImageManifest | ImageIndex> {
  readonly digest: Digest;
  readonly mediaType: M['mediaType'];
  readonly bytes: Uint8Array;
  readonly content: M;
}

/** The bytes are no manifest that can be trusted; `message` completes "the manifest is refused: …". */
export class ManifestFormatError extends Error {
  override name = 'ManifestFormatError';
}

/**
 * Parses the bytes of a manifest or an index. `contentType` is the registry's header. Throws {@link ManifestFormatError},
 * also if the header and the document's own `mediaType` differ, or if the document is an index and a manifest at once
 * (CVE-2021-41190).
 */
export function parseManifest(bytes: Uint8Array, contentType?: string): ManifestDocument {
  const json = parseJson(bytes);
  // Go writes an empty list as null, so null tells the kind of document only if nothing else does.
  const manifestShaped = json.layers != null || json.config != null;
  const indexShaped = json.manifests != null || ('manifests' in json && !manifestShaped);
  if (indexShaped && manifestShaped) {
    throw new ManifestFormatError('it is an index and a manifest at once');
  }
  if (json.schemaVersion === 1) {
    throw new ManifestFormatError(
      'it is a Docker schema 1 manifest, which no longer carries its layers’ identity',
    );
  }
  const mediaType = agreedMediaType(json.mediaType, contentType, indexShaped);
  const shapeFits = isIndexMediaType(mediaType)
    ? indexShaped
    : isManifestMediaType(mediaType) && manifestShaped;
  if (!shapeFits) throw new ManifestFormatError(`it is not shaped like its type ${mediaType.slice(0, 100)}`);
  const schema = isIndexMediaType(mediaType) ? indexSchema : manifestSchema;
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new ManifestFormatError(describeIssue(parsed.error), { cause: parsed.error });
  const content = { ...parsed.data, mediaType } as ImageManifest | ImageIndex;
  return { digest: digestOf(bytes), mediaType: content.mediaType, bytes, content };
}

function parseJson(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseStrictJson(bytes);
  } catch (cause) {
    if (!(cause instanceof JsonDocumentError)) throw cause;
    throw new ManifestFormatError(cause.message, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ManifestFormatError('it is not a JSON object');
  }
  return value as Record<string, unknown>;
}

function agreedMediaType(own: unknown, header: string | undefined, indexShaped: boolean): string {
  if (own !== undefined && own !== null && typeof own !== 'string')
    throw new ManifestFormatError('its mediaType is not a string');
  const served = header === undefined ? '' : bareMediaType(header);
  const vague =
    served === '' ||
    served === 'application/json' ||
    served === 'application/octet-stream' ||
    served === 'text/plain';
  if (own && !vague && own !== served) {
    throw new ManifestFormatError(
      `it calls itself ${own.slice(0, 100)} but was served as ${served.slice(0, 100)}`,
    );
  }
  if (own) return own;
  if (!vague) return served;
  return indexShaped ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest;
}

/** Narrows a document to an index. */
export function isIndex(document: ManifestDocument): document is ManifestDocument<ImageIndex> {
  return isIndexMediaType(document.mediaType);
}

/** Narrows a document to an image manifest. */
export function isManifest(document: ManifestDocument): document is ManifestDocument<ImageManifest> {
  return isManifestMediaType(document.mediaType);
}

/**
 * The entries of an index that are images, without attestations and artifacts. An entry without a media type is
 * included: its manifest says what it is.
 */
export function runnableChildren(index: ImageIndex): Descriptor[] {
  return index.manifests.filter(
    (entry) =>
      !isAttestation(entry) &&
      !isArtifactType(entry.artifactType) &&
      (isManifestMediaType(entry.mediaType) || isIndexMediaType(entry.mediaType) || entry.mediaType === ''),
  );
}

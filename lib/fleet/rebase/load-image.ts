import { asConfig, asManifest } from '#lib/judging/documents.ts';
import type { ImageConfig } from '#lib/oci/config.ts';
import type { Digest } from '#lib/oci/digest.ts';
import {
  type ImageIndex,
  isIndex,
  isManifest,
  type ManifestDocument,
  runnableChildren,
} from '#lib/oci/manifest.ts';
import { isImageConfigMediaType } from '#lib/oci/media-type.ts';
import { atDigest, type Repository } from '#lib/oci/reference.ts';
import type { ImageSource, PlatformImageSource } from '#lib/rebase/rebase.ts';
import type { FleetContext } from '../context.ts';

type Documents = Pick<FleetContext, 'documents' | 'registry'>;

/** Nested indexes deeper than this are no image that anyone built. */
const MAX_NESTING = 3;

/** The digest is of something that is no image: an artifact, or indexes without end. */
export class NotAnImageError extends Error {
  override name = 'NotAnImageError';
}

/**
 * Loads an image with the documents that a plan reads: index, manifests, configs. Known content is not asked for
 * again. Throws `RegistryError` for what cannot be had, and {@link NotAnImageError}.
 */
export async function loadImage(
  context: Documents,
  repository: Repository,
  digest: Digest,
  depth = 0,
): Promise<ImageSource> {
  const document = await loadManifest(context, repository, digest);
  if (isIndex(document)) return loadIndex(context, repository, document, depth);
  if (isManifest(document) && isImageConfigMediaType(document.content.config.mediaType)) {
    const config = await loadConfig(context, repository, document.content.config.digest);
    return { kind: 'manifest', document, config } satisfies PlatformImageSource;
  }
  throw new NotAnImageError(
    `${digest} is an artifact of type ${document.mediaType}, not an image that runs.`,
  );
}

async function loadIndex(
  context: Documents,
  repository: Repository,
  document: ManifestDocument<ImageIndex>,
  depth: number,
): Promise<ImageSource> {
  if (depth >= MAX_NESTING) {
    throw new NotAnImageError(`${document.digest} is an index nested deeper than ${MAX_NESTING} levels.`);
  }
  const digests = [...new Set(runnableChildren(document.content).map((child) => child.digest))];
  const children = await Promise.all(
    digests.map(async (child) => [child, await loadImage(context, repository, child, depth + 1)] as const),
  );
  return { kind: 'index', document, children: new Map(children) };
}

/** A manifest or index by digest, from what is known or from the registry. */
export async function loadManifest(
  { documents, registry }: Documents,
  repository: Repository,
  digest: Digest,
): Promise<ManifestDocument> {
  const known = await documents.get(digest, asManifest);
  if (known !== undefined) return known;
  const { mediaType, bytes } = await registry.getManifest(atDigest(repository, digest));
  const stored = { digest, mediaType, bytes };
  const document = asManifest(stored);
  await documents.put(stored, document);
  return document;
}

async function loadConfig(
  { documents, registry }: Documents,
  repository: Repository,
  digest: Digest,
): Promise<ImageConfig> {
  const known = await documents.get(digest, asConfig);
  if (known !== undefined) return known;
  const bytes = await registry.getBlob({ ...repository, digest });
  const stored = { digest, mediaType: 'application/json', bytes };
  const config = asConfig(stored);
  await documents.put(stored, config);
  return config;
}

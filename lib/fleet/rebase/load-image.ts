import { asConfig, asManifest } from '#lib/judging/documents.ts';
import type { FetchedDocument } from '#lib/judging/sources.ts';
import { ConfigFormatError, type ImageConfig } from '#lib/oci/config.ts';
import type { Digest } from '#lib/oci/digest.ts';
import {
  type ImageIndex,
  isIndex,
  isManifest,
  type ManifestDocument,
  ManifestFormatError,
  runnableChildren,
} from '#lib/oci/manifest.ts';
import { isImageConfigMediaType } from '#lib/oci/media-type.ts';
import { atDigest, formatRepository, type Repository } from '#lib/oci/reference.ts';
import type { ImageSource, PlatformImageSource } from '#lib/rebase/rebase.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { FleetContext } from '../context.ts';
import { refuse } from './refused.ts';

type Documents = Pick<FleetContext, 'documents' | 'registry'>;

/** Nested indexes deeper than this are no image that anyone built. */
const MAX_NESTING = 3;

/** The digest is of something that is no image: an artifact, or indexes without end. */
export class NotAnImageError extends Error {
  override name = 'NotAnImageError';
}

/** An artifact, which may stand beside images in an index. */
class ArtifactError extends NotAnImageError {}

/**
 * Loads an image with the documents that a plan reads: index, manifests, configs. Known content is not asked for
 * again. Entries of an index that the registry does not have are listed in `missing`, without artifacts. Throws
 * `RegistryError` for anything else that cannot be read, {@link NotAnImageError}, and `RebaseRefusedError` for a
 * document that cannot be read.
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
  throw new ArtifactError(`${digest} is an artifact of type ${document.mediaType}, not an image that runs.`);
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
  const entries = new Map(runnableChildren(document.content).map((entry) => [entry.digest, entry]));
  const loaded = await Promise.all(
    [...entries].map(async ([digest, entry]) => {
      const source = await loadChild(context, repository, digest, depth + 1);
      return { digest, entry, source };
    }),
  );
  const children = loaded.flatMap(({ digest, source }) =>
    typeof source === 'string' ? [] : [[digest, source] as const],
  );
  const missing = loaded.flatMap(({ entry, source }) => (source === 'missing' ? [entry] : []));
  return {
    kind: 'index',
    document,
    children: new Map(children),
    ...(missing.length > 0 ? { missing } : {}),
  };
}

async function loadChild(
  context: Documents,
  repository: Repository,
  digest: Digest,
  depth: number,
): Promise<ImageSource | 'missing' | 'artifact'> {
  try {
    return await loadImage(context, repository, digest, depth);
  } catch (error) {
    if (error instanceof RegistryError && error.status === 404) return 'missing';
    if (error instanceof ArtifactError) return 'artifact';
    throw error;
  }
}

/** A manifest or index by digest, from what is known or from the registry. */
export async function loadManifest(
  { documents, registry }: Documents,
  repository: Repository,
  digest: Digest,
): Promise<ManifestDocument> {
  const known = await documents.get(digest, read(asManifest, repository));
  if (known !== undefined) return known;
  const fetched = await registry.getManifest(atDigest(repository, digest));
  await documents.put({ digest, mediaType: fetched.mediaType, bytes: fetched.bytes }, fetched);
  return fetched;
}

async function loadConfig(
  { documents, registry }: Documents,
  repository: Repository,
  digest: Digest,
): Promise<ImageConfig> {
  const readConfig = read(asConfig, repository);
  const known = await documents.get(digest, readConfig);
  if (known !== undefined) return known;
  const bytes = await registry.getBlob({ ...repository, digest });
  const stored = { digest, mediaType: 'application/json', bytes };
  const config = readConfig(stored);
  await documents.put(stored, config);
  return config;
}

/** A parser whose refusal of a document is a rebase's: it says which document, and why. */
function read<T>(parse: (document: FetchedDocument) => T, repository: Repository) {
  return (document: FetchedDocument): T => {
    try {
      return parse(document);
    } catch (error) {
      if (!(error instanceof ConfigFormatError || error instanceof ManifestFormatError)) throw error;
      const kind = error instanceof ConfigFormatError ? 'config' : 'manifest';
      const place = `${formatRepository(repository)}@${document.digest}`;
      return refuse('unverifiable', `The ${kind} ${place} is refused: ${error.message}. Rebuild the image.`, [
        'rebuild',
      ]);
    }
  };
}

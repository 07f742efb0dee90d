import { asConfig, asManifest, memoryOf } from '#lib/judging/sources/parse-document.ts';
import type { FetchedDocument, ParsedDocument } from '#lib/judging/sources/sources.ts';
import { MAX_CHILDREN, MAX_LAYERS } from '#lib/lineage/images/platform-image.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { ConfigFormatError, type ImageConfig } from '#lib/oci/image-config.ts';
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
import { createSlots } from '#lib/registry/transport/limits/concurrency-slots.ts';
import type { WithDocuments, WithRegistry } from '../../capabilities.ts';
import { refuse } from '../errors.ts';

type Documents = WithDocuments & WithRegistry;

/** No builder nests indexes deeper than this. */
const MAX_NESTING = 3;

/** Bytes of memory that one image's documents take, parsed. */
const MAX_IMAGE_BYTES = 48 * 1024 * 1024;

/** Documents of one image that are fetched at a time. */
const AT_ONCE = 16;

/** The digest is not of an image: it is an artifact, or indexes nested too deep. */
export class NotAnImageError extends Error {
  override name = 'NotAnImageError';
}

/** An artifact, which may stand beside images in an index. */
class ArtifactError extends NotAnImageError {}

/**
 * Loads an image with the documents that a plan reads: index, manifests, configs. Known content is not
 * fetched again. Entries of an index that the registry does not have are listed in `missing`, without artifacts. Throws
 * `RegistryError` for anything else that cannot be read, {@link NotAnImageError}, and `RebaseRefusedError` for a
 * document that cannot be read or is too large.
 */
export function loadImage(context: Documents, repository: Repository, digest: Digest): Promise<ImageSource> {
  return new Loading(context, repository).load(digest, 0);
}

/** One image being loaded: each digest once, and all of them within bounds. */
class Loading {
  readonly #context: Documents;
  readonly #repository: Repository;
  readonly #images = new Map<Digest, Promise<ImageSource>>();
  readonly #slots = createSlots(AT_ONCE);
  #bytes = 0;

  constructor(context: Documents, repository: Repository) {
    this.#context = context;
    this.#repository = repository;
  }

  load(digest: Digest, depth: number): Promise<ImageSource> {
    const known = this.#images.get(digest);
    if (known !== undefined) return known;
    const image = this.#loadOne(digest, depth);
    this.#images.set(digest, image);
    return image;
  }

  async #loadOne(digest: Digest, depth: number): Promise<ImageSource> {
    const document = await this.#kept(() => loadManifest(this.#context, this.#repository, digest));
    if (isIndex(document)) return this.#loadIndex(document, depth);
    if (!isManifest(document) || !isImageConfigMediaType(document.content.config.mediaType)) {
      throw new ArtifactError(
        `${digest} is an artifact of type ${document.mediaType}, not an image that runs.`,
      );
    }
    const { config: described, layers } = document.content;
    if (layers.length > MAX_LAYERS) tooLarge(`${digest} has more than ${MAX_LAYERS} layers.`);
    const config = await this.#kept(() => loadConfig(this.#context, this.#repository, described.digest));
    return { kind: 'manifest', document, config } satisfies PlatformImageSource;
  }

  async #loadIndex(document: ManifestDocument<ImageIndex>, depth: number): Promise<ImageSource> {
    if (depth >= MAX_NESTING) {
      throw new NotAnImageError(`${document.digest} is an index nested deeper than ${MAX_NESTING} levels.`);
    }
    const entries = new Map(runnableChildren(document.content).map((entry) => [entry.digest, entry]));
    const fresh = [...entries.keys()].filter((child) => !this.#images.has(child));
    if (this.#images.size + fresh.length > MAX_CHILDREN + 1) {
      tooLarge(`The index ${document.digest} lists more than ${MAX_CHILDREN} manifests.`);
    }
    const loaded = await Promise.all(
      [...entries].map(async ([digest, entry]) => {
        const source = await this.#loadChild(digest, depth + 1);
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

  async #loadChild(digest: Digest, depth: number): Promise<ImageSource | 'missing' | 'artifact'> {
    try {
      return await this.load(digest, depth);
    } catch (error) {
      if (error instanceof RegistryError && error.status === 404) return 'missing';
      if (error instanceof ArtifactError) return 'artifact';
      throw error;
    }
  }

  /** Fetches a document, a few at a time, and counts what it takes. */
  async #kept<T extends ParsedDocument>(fetch: () => Promise<T>): Promise<T> {
    const leave = await this.#slots.take('documents', undefined);
    try {
      if (this.#bytes > MAX_IMAGE_BYTES) tooLarge(TOO_MANY_BYTES);
      const document = await fetch();
      this.#bytes += memoryOf(document);
      if (this.#bytes > MAX_IMAGE_BYTES) tooLarge(TOO_MANY_BYTES);
      return document;
    } finally {
      leave();
    }
  }
}

const TOO_MANY_BYTES = `The image’s manifests and configs take more than ${MAX_IMAGE_BYTES / 1024 / 1024} MB of memory.`;

/** Refuses an image that is larger than any that is built on purpose. */
function tooLarge(what: string): never {
  return refuse('unsupported-media-type', `${what} Such an image is not rebased.`, ['rebuild']);
}

/** A manifest or index by digest, from what is known or from the registry. */
export async function loadManifest(
  { documents, registry }: Documents,
  repository: Repository,
  digest: Digest,
): Promise<ManifestDocument> {
  const readManifest = read(asManifest, repository);
  const known = await documents.get(digest, readManifest);
  if (known !== undefined) return known;
  const { mediaType, bytes } = await registry.getManifest(atDigest(repository, digest));
  const stored = { digest, mediaType, bytes };
  const document = readManifest(stored);
  await documents.put(stored, document);
  return document;
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

/** A parser that turns a malformed document into a refusal, which names the document and the reason. */
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

import { asConfig, asManifest, memoryOf } from '#lib/judging/sources/parse-document.ts';
import type { FetchedDocument, ParsedDocument } from '#lib/judging/sources/sources.ts';
import type { ContentLookup } from '#lib/lineage/facts/fact-lookup.ts';
import type { PlatformImage } from '#lib/lineage/images/platform-image.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { ConfigFormatError, type ImageConfig } from '#lib/oci/image-config.ts';
import { isManifest, type ManifestDocument, ManifestFormatError } from '#lib/oci/manifest.ts';
import { atDigest, formatAtDigest, type Repository } from '#lib/oci/reference.ts';
import type { PlatformImageSource } from '#lib/rebase/rebase.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { createSlots } from '#lib/registry/transport/limits/concurrency-slots.ts';
import type { WithDocuments, WithRegistry } from '../../capabilities.ts';
import { refuse } from '../errors.ts';

/** What documents are read from: those that are known, and registries. */
export interface DocumentSources extends WithDocuments, WithRegistry {}

/** Bytes of memory that one image's documents take, parsed. */
const MAX_IMAGE_BYTES = 48 * 1024 * 1024;

/** Documents of one image that are fetched at a time. */
const AT_ONCE = 16;

type Fetched<T> = T | RegistryError;

/**
 * The documents of one image that were fetched so far, within bounds. What is looked up and not there yet is noted, and
 * fetched by the next {@link fetchWanted}.
 */
export class FetchedContent implements ContentLookup {
  readonly repository: Repository;
  readonly #context: DocumentSources;
  readonly #manifests = new Map<Digest, Fetched<ManifestDocument>>();
  readonly #configs = new Map<Digest, Fetched<ImageConfig>>();
  readonly #wanted = new Map<string, () => Promise<unknown>>();
  readonly #slots = createSlots(AT_ONCE);
  #bytes = 0;

  constructor(context: DocumentSources, repository: Repository) {
    this.#context = context;
    this.repository = repository;
  }

  manifest: ContentLookup['manifest'] = (_, digest) => {
    const fetched = this.#manifests.get(digest);
    if (fetched === undefined) {
      this.#wanted.set(`manifest ${digest}`, () =>
        this.#keepAbsence(this.#manifests, digest, () => this.fetchManifest(digest)),
      );
      return { state: 'pending' };
    }
    return fetched instanceof RegistryError ? { state: 'gone' } : { state: 'present', document: fetched };
  };

  config: ContentLookup['config'] = (_, digest) => {
    const fetched = this.#configs.get(digest);
    if (fetched === undefined) {
      this.#wanted.set(`config ${digest}`, () =>
        this.#keepAbsence(this.#configs, digest, () => this.#fetchConfig(digest)),
      );
      return { state: 'pending' };
    }
    return fetched instanceof RegistryError ? { state: 'gone' } : { state: 'present', config: fetched };
  };

  once: ContentLookup['once'] = (_, compute) => compute();

  /** Fetches what was looked up and not there; false if there was nothing. Rejects as {@link loadImage} does. */
  async fetchWanted(): Promise<boolean> {
    const wanted = [...this.#wanted.values()];
    this.#wanted.clear();
    await Promise.all(wanted.map((fetch) => fetch()));
    return wanted.length > 0;
  }

  async fetchManifest(digest: Digest): Promise<ManifestDocument> {
    const document = await this.#counted(() => loadManifest(this.#context, this.repository, digest));
    this.#manifests.set(digest, document);
    return document;
  }

  async #fetchConfig(digest: Digest): Promise<void> {
    this.#configs.set(digest, await this.#counted(() => loadConfig(this.#context, this.repository, digest)));
  }

  /** The error of a manifest, or of the config that it names, which the registry does not have. */
  absence(digest: Digest): RegistryError | undefined {
    const document = this.#manifests.get(digest);
    if (document === undefined || document instanceof RegistryError) return document;
    const config = isManifest(document) ? this.#configs.get(document.content.config.digest) : undefined;
    return config instanceof RegistryError ? config : undefined;
  }

  /** A loaded image with its manifest as it was fetched. */
  sourceOf({ digest, config }: PlatformImage): PlatformImageSource {
    const document = this.#manifests.get(digest);
    if (document === undefined || document instanceof RegistryError || !isManifest(document)) {
      throw new Error(`${digest} was loaded and its manifest was not kept`);
    }
    return { kind: 'manifest', document, config };
  }

  async #keepAbsence<T>(
    kept: Map<Digest, Fetched<T>>,
    digest: Digest,
    fetch: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await fetch();
    } catch (error) {
      if (!(error instanceof RegistryError && error.status === 404)) throw error;
      kept.set(digest, error);
    }
  }

  /** Fetches a document, a few at a time, and counts the memory that it takes. */
  async #counted<T extends ParsedDocument>(fetch: () => Promise<T>): Promise<T> {
    const leave = await this.#slots.take('documents', undefined);
    try {
      if (this.#bytes > MAX_IMAGE_BYTES) tooLarge();
      const document = await fetch();
      this.#bytes += memoryOf(document);
      if (this.#bytes > MAX_IMAGE_BYTES) tooLarge();
      return document;
    } finally {
      leave();
    }
  }
}

/** Refuses an image that is larger than any that is built on purpose. */
function tooLarge(): never {
  const limit = `${MAX_IMAGE_BYTES / 1024 / 1024} MB`;
  return refuse(
    'unsupported-media-type',
    `The image’s manifests and configs take more than ${limit} of memory. Such an image is not rebased.`,
    ['rebuild'],
  );
}

/** A manifest or index by digest, from what is known or from the registry. */
export async function loadManifest(
  { documents, registry }: DocumentSources,
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
  { documents, registry }: DocumentSources,
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
      const place = formatAtDigest(repository, document.digest);
      return refuse('unverifiable', `The ${kind} ${place} is refused: ${error.message}. Rebuild the image.`, [
        'rebuild',
      ]);
    }
  };
}

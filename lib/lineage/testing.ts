// Facts declared in a test: images are described by what matters to a verdict, digests are computed.
import { ANNOTATION } from '#lib/oci/annotations.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseConfig } from '#lib/oci/image-config.ts';
import { type ManifestDocument, parseManifest } from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { formatReference, formatRepository, parseReference, type Repository } from '#lib/oci/reference.ts';
import { type ResolveOptions, resolveLineage } from './chain/judge-chain.ts';
import type {
  ConfigFact,
  Facts,
  KnownImage,
  ManifestFact,
  StatementFact,
  TagFact,
  TagListFact,
  Unknown,
} from './facts/facts.ts';
import type { Lineage } from './verdict/lineage.ts';
import { type DescribedLineage, describeLineage } from './words/described-lineage.ts';

export const NOW = '2026-06-01T00:00:00.000Z';

/** One platform's image in words: `layers` are names whose hashes are diff IDs and, unless `packed`, blob digests. */
export interface ImageWords {
  readonly layers: readonly string[];
  readonly platform?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly env?: readonly string[];
  readonly history?: readonly string[];
  /** The comment of the history's last entry. */
  readonly comment?: string;
  /** The config's media type, where it is no image's. */
  readonly configType?: string;
  /** Another compression of the same layers. */
  readonly packed?: string;
  /** Fewer or more diff IDs than layers. */
  readonly diffIds?: readonly string[];
  /** Empty for none. */
  readonly created?: string;
}

/** A manifest with its config, ready to be put into a repository. */
export interface MadeImage {
  readonly document: ManifestDocument;
  readonly config: { digest: Digest; bytes: Uint8Array };
  readonly platform: string;
}

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** The two annotations as a builder writes them. */
export function basedOn(name: string, digest?: string): Record<string, string> {
  return {
    [ANNOTATION.baseName]: name,
    ...(digest === undefined ? {} : { [ANNOTATION.baseDigest]: digest }),
  };
}

/** Makes a platform's image from words. */
export function make(words: ImageWords): MadeImage {
  const platform = words.platform ?? 'linux/amd64';
  const [triple = '', osVersion] = platform.split(':');
  const [os = '', architecture = '', variant] = triple.split('/');
  const config = encode({
    os,
    architecture,
    ...(variant ? { variant } : {}),
    ...(osVersion ? { 'os.version': osVersion } : {}),
    ...(words.created === '' ? {} : { created: words.created ?? '2026-01-01T00:00:00Z' }),
    config: { Env: words.env ?? [], Labels: words.labels ?? {} },
    rootfs: { type: 'layers', diff_ids: (words.diffIds ?? words.layers).map((layer) => digestOf(layer)) },
    history: (words.history ?? []).map((created_by, at, all) => ({
      created_by,
      ...(words.comment && at === all.length - 1 ? { comment: words.comment } : {}),
    })),
  });
  const configDigest = digestOf(config);
  const manifest = encode({
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: {
      mediaType: words.configType ?? MEDIA_TYPE.ociConfig,
      digest: configDigest,
      size: config.byteLength,
    },
    layers: words.layers.map((layer) => ({
      mediaType: MEDIA_TYPE.ociLayerGzip,
      digest: digestOf(`${layer}${words.packed ?? ''}`),
      size: 1,
    })),
    ...(words.annotations ? { annotations: words.annotations } : {}),
  });
  return { document: parseManifest(manifest), config: { digest: configDigest, bytes: config }, platform };
}

interface IndexWords {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly descriptorAnnotations?: Readonly<Record<string, string>>;
  readonly attestations?: readonly { readonly of: MadeImage; readonly statement: unknown }[];
  readonly nested?: boolean;
  /** Annotations of the index around a nested one. */
  readonly outerAnnotations?: Readonly<Record<string, string>>;
  /** One more entry: another index, by its digest. */
  readonly also?: Digest;
  /** Descriptors without a platform. */
  readonly silent?: boolean;
}

/** A mutable world of registries; its {@link Facts} know everything in it. */
export class World implements Facts {
  readonly tagFacts = new Map<string, TagFact>();
  readonly manifests = new Map<string, ManifestFact>();
  readonly configs = new Map<string, ConfigFact>();
  readonly statements = new Map<string, StatementFact>();
  readonly tagLists = new Map<string, TagListFact>();
  readonly seen = new Map<string, { digest: Digest | null; firstSeen: string }[]>();
  readonly known: KnownImage[] = [];
  readonly declared = new Map<string, string>();

  /** Puts an image under a tag; returns its digest. */
  image(reference: string, words: ImageWords): Digest {
    const made = make(words);
    this.#put(parseReference(reference), made);
    return this.point(reference, made.document.digest);
  }

  /** Puts an index of images under a tag; returns its digest. */
  index(reference: string, images: readonly (ImageWords | MadeImage)[], words: IndexWords = {}): Digest {
    const repository = parseReference(reference);
    const made = images.map((image) => ('document' in image ? image : make(image)));
    for (const image of made) this.#put(repository, image);
    const entries = made.map(({ document, platform }) => {
      const [triple = '', osVersion] = platform.split(':');
      const [os, architecture, variant] = triple.split('/');
      const version = osVersion ? { 'os.version': osVersion } : {};
      return {
        mediaType: document.mediaType,
        digest: document.digest,
        size: document.bytes.byteLength,
        ...(words.silent
          ? {}
          : { platform: { os, architecture, ...(variant ? { variant } : {}), ...version } }),
        ...(words.descriptorAnnotations ? { annotations: words.descriptorAnnotations } : {}),
      };
    });
    const attested = (words.attestations ?? []).map(({ of, statement }) =>
      this.#attest(repository, of, statement),
    );
    const also = words.also ? [{ mediaType: MEDIA_TYPE.ociIndex, digest: words.also, size: 1 }] : [];
    const outer = this.#putIndex(repository, [...entries, ...also, ...attested], words.annotations);
    if (!words.nested) return this.point(reference, outer.digest);
    const nesting = { mediaType: outer.mediaType, digest: outer.digest, size: outer.bytes.byteLength };
    return this.point(reference, this.#putIndex(repository, [nesting], words.outerAnnotations).digest);
  }

  /** Lets a tag point to a digest, as seen from now on. */
  point(reference: string, digest: Digest, at = NOW): Digest {
    const tag = formatReference(parseReference(reference));
    this.tagFacts.set(tag, { state: 'resolved', digest, observedAt: at });
    const history = this.seen.get(tag) ?? [];
    if (history.at(-1)?.digest !== digest) history.push({ digest, firstSeen: at });
    this.seen.set(tag, history);
    return digest;
  }

  removeTag(reference: string): void {
    this.tagFacts.set(formatReference(parseReference(reference)), { state: 'gone', observedAt: NOW });
  }

  /** Collects a digest as a registry's garbage collection does. */
  removeDigest(reference: string, digest: Digest): void {
    this.manifests.set(`${formatRepository(parseReference(reference))}@${digest}`, { state: 'gone' });
  }

  failTag(reference: string, reason: string): void {
    this.tagFacts.set(formatReference(parseReference(reference)), unread(reason));
  }

  /** Nothing was ever seen of this tag before now. */
  forget(reference: string): void {
    this.seen.delete(formatReference(parseReference(reference)));
  }

  /** Makes an image's layers evidence for others; by default those of a tracked image, seen now. */
  knows(reference: string, words: ImageWords, how: { tracked?: boolean; since?: string } = {}): void {
    const made = make(words);
    this.known.push({
      reference: parseReference(reference),
      digest: made.document.digest,
      platform: made.platform,
      diffIds: words.layers.map((layer) => digestOf(layer)),
      tracked: how.tracked ?? true,
      since: how.since ?? NOW,
    });
  }

  tag: Facts['tag'] = (reference) => {
    const { tag, digest } = reference;
    const fact = this.tagFacts.get(formatReference(reference));
    if (fact === undefined && tag === undefined && digest !== undefined) {
      const fact = this.manifests.get(`${formatRepository(reference)}@${digest}`);
      if (fact?.state === 'unknown') return fact;
      if (fact?.state === 'present') return { state: 'resolved', digest, observedAt: NOW };
    }
    return fact ?? { state: 'gone', observedAt: NOW };
  };
  manifest: Facts['manifest'] = (repository, digest) =>
    this.manifests.get(`${formatRepository(repository)}@${digest}`) ?? { state: 'gone' };
  config: Facts['config'] = (repository, digest) =>
    this.configs.get(`${formatRepository(repository)}@${digest}`) ?? { state: 'gone' };
  statement: Facts['statement'] = (repository, digest) =>
    this.statements.get(`${formatRepository(repository)}@${digest}`) ?? { state: 'gone' };
  tags: Facts['tags'] = (repository) => this.tagLists.get(formatRepository(repository));
  history: Facts['history'] = (reference) => ({
    observations: this.seen.get(formatReference(reference)) ?? [],
  });
  possibleBases: Facts['possibleBases'] = (diffIds) =>
    this.known
      .filter((image) => image.diffIds.length < diffIds.length)
      .filter((image) => image.diffIds.every((digest, at) => digest === diffIds[at]))
      .toSorted((a, b) => b.diffIds.length - a.diffIds.length);
  declaredBase: Facts['declaredBase'] = (reference) => {
    const declared = this.declared.get(formatReference(reference));
    return declared === undefined ? undefined : parseReference(declared);
  };

  #put(repository: Repository, { document, config }: MadeImage): void {
    const place = formatRepository(repository);
    this.manifests.set(`${place}@${document.digest}`, { state: 'present', document });
    this.configs.set(`${place}@${config.digest}`, { state: 'present', config: parseConfig(config.bytes) });
  }

  #putIndex(
    repository: Repository,
    manifests: readonly unknown[],
    annotations?: Readonly<Record<string, string>>,
  ) {
    const json = {
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.ociIndex,
      manifests,
      ...(annotations ? { annotations } : {}),
    };
    const document = parseManifest(encode(json));
    this.manifests.set(`${formatRepository(repository)}@${document.digest}`, { state: 'present', document });
    return document;
  }

  #attest(repository: Repository, of: MadeImage, statement: unknown) {
    const blob = digestOf(encode(statement));
    this.statements.set(`${formatRepository(repository)}@${blob}`, { state: 'present', statement });
    const document = parseManifest(
      encode({
        schemaVersion: 2,
        mediaType: MEDIA_TYPE.ociManifest,
        config: { mediaType: MEDIA_TYPE.ociConfig, digest: digestOf('{}'), size: 2 },
        layers: [
          {
            mediaType: MEDIA_TYPE.inToto,
            digest: blob,
            size: 1,
            annotations: { [ANNOTATION.predicateType]: 'https://slsa.dev/provenance/v1' },
          },
        ],
      }),
    );
    this.manifests.set(`${formatRepository(repository)}@${document.digest}`, { state: 'present', document });
    return {
      mediaType: document.mediaType,
      digest: document.digest,
      size: document.bytes.byteLength,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: {
        [ANNOTATION.attestationType]: 'attestation-manifest',
        [ANNOTATION.attestationDigest]: of.document.digest,
      },
    };
  }
}

/** A fact that could not be read, with this text as the reason. */
export function unread(text: string, how: Omit<Unknown, 'state' | 'reason'> = {}): Unknown {
  return { state: 'unknown', reason: { kind: 'stated', text }, ...how };
}

/** The lineage that a world gives, in words; fails where something is still needed. */
export function lineageOf(world: World, reference: string, options?: ResolveOptions): DescribedLineage {
  return describeLineage(judgedOf(world, reference, options));
}

/** The lineage that a world gives; fails where something is still needed, since a world knows everything. */
export function judgedOf(world: World, reference: string, options?: ResolveOptions): Lineage {
  const resolution = resolveLineage(parseReference(reference), world, NOW, options);
  if (resolution.kind === 'resolved') return resolution.value;
  throw new Error(`needs ${JSON.stringify(resolution.needs)}`);
}

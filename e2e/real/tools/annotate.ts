import { getRaw, getRawBlob, putRaw, putRawBlob, type RawDescriptor } from '../registries/raw-requests.ts';
import type { RealRegistry } from '../registries/registries.ts';
import type { Built } from './buildah.ts';
import { lookUp } from './buildah.ts';

/** What each place of an image's documents is to say of its base. */
export interface BaseWords {
  /** On the index (or on the only manifest). */
  readonly index?: Readonly<Record<string, string>>;
  /** On a child's descriptor in the index. */
  readonly descriptor?: (platform: string) => Readonly<Record<string, string>>;
  /** On a child manifest. */
  readonly child?: (platform: string) => Readonly<Record<string, string>>;
}

export const NAME = 'org.opencontainers.image.base.name';
export const DIGEST = 'org.opencontainers.image.base.digest';

/** The two base annotations; an empty record where neither is given. */
export function baseWords(name: string | undefined, digest?: string): Record<string, string> {
  return {
    ...(name === undefined ? {} : { [NAME]: name }),
    ...(digest === undefined ? {} : { [DIGEST]: digest }),
  };
}

/** Docker's official images: child manifest and its descriptor, an unqualified name, the platform's digest. */
export function officialStyle(name: string, base: Built): BaseWords {
  const words = (platform: string): Record<string, string> => baseWords(name, base.children[platform]);
  return { descriptor: words, child: words };
}

/** ko: the index names the base's index, each child the base's child. */
export function koStyle(base: Built): BaseWords {
  return {
    index: baseWords(base.reference, base.digest),
    child: (platform) => baseWords(base.reference, base.children[platform]),
  };
}

type Annotated = Record<string, unknown> & { annotations?: Record<string, string> };

/** A document without the base annotations it had, and with these; other annotations stay. */
function reword(json: Annotated, words: Readonly<Record<string, string>> = {}): Annotated {
  const kept = Object.entries(json.annotations ?? {}).filter(([key]) => key !== NAME && key !== DIGEST);
  const annotations = { ...Object.fromEntries(kept), ...words };
  const { annotations: _, ...rest } = json;
  return Object.keys(annotations).length === 0 ? rest : { ...rest, annotations };
}

/**
 * Pushes an image again under another tag of its repository, its layers and configuration untouched, its
 * base annotations replaced by `words` at every level: what the builder wrote is gone.
 */
export async function annotate(
  registry: RealRegistry,
  image: Built,
  tag: string,
  words: BaseWords,
): Promise<Built> {
  const { repository } = image;
  const top = await getRaw(registry, repository, image.digest);
  const entries = top.json.manifests as (RawDescriptor & Annotated)[] | undefined;
  if (entries === undefined) {
    await putRaw(registry, repository, reword({ ...top.json }, words.index), tag);
    return lookUp(registry, `${repository}:${tag}`);
  }
  const manifests = [];
  for (const entry of entries) {
    const platform = `${entry.platform?.os}/${entry.platform?.architecture}`;
    const child = await getRaw(registry, repository, entry.digest);
    const put = await putRaw(registry, repository, reword({ ...child.json }, words.child?.(platform)));
    manifests.push(reword({ ...entry, ...put }, words.descriptor?.(platform)));
  }
  const mediaType = top.mediaType;
  await putRaw(registry, repository, reword({ ...top.json, mediaType, manifests }, words.index), tag);
  return lookUp(registry, `${repository}:${tag}`);
}

/** Pushes a single manifest again with labels added to its configuration, and without base annotations. */
export async function label(
  registry: RealRegistry,
  image: Built,
  tag: string,
  labels: Readonly<Record<string, string>>,
): Promise<Built> {
  const { repository } = image;
  const { json } = await getRaw(registry, repository, image.digest);
  const descriptor = json.config as RawDescriptor;
  const document = await getRawBlob(registry, repository, descriptor.digest);
  const runtime = (document.config ?? {}) as { Labels?: Record<string, string> };
  const changed = { ...document, config: { ...runtime, Labels: { ...runtime.Labels, ...labels } } };
  const config = await putRawBlob(registry, repository, changed, descriptor.mediaType);
  await putRaw(registry, repository, reword({ ...json, config }), tag);
  return lookUp(registry, `${repository}:${tag}`);
}

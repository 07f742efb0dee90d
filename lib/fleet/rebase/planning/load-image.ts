import type { Missing } from '#lib/lineage/facts/fact-lookup.ts';
import {
  type Listing,
  listEntries,
  loadEntry,
  loadImage as loadPlatformImage,
} from '#lib/lineage/images/platform-image.ts';
import { reasonClause } from '#lib/lineage/words/reason-words.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { type ImageIndex, isIndex, isManifest, type ManifestDocument } from '#lib/oci/manifest.ts';
import { formatAtDigest, type Repository } from '#lib/oci/reference.ts';
import type { ImageSource, IndexSource } from '#lib/rebase/rebase.ts';
import { RebaseRefusedError } from '../errors.ts';
import { type DocumentSources, FetchedContent } from './fetched-content.ts';

/** The digest is of something that is no image: an artifact. */
export class NotAnImageError extends Error {
  override name = 'NotAnImageError';
}

/**
 * Loads an image with the documents that a plan reads: index, manifests, configs, by the rules that verdicts read
 * images by. Known content is not requested again. Entries of an index whose manifest or config the registry does not
 * have are listed in `missing`; artifacts are left out. Throws `RegistryError` for anything else that cannot be
 * fetched, {@link NotAnImageError}, and `RebaseRefusedError` for a document that is malformed or an image that is too
 * large.
 */
export async function loadImage(
  context: DocumentSources,
  repository: Repository,
  digest: Digest,
): Promise<ImageSource> {
  const content = new FetchedContent(context, repository);
  const document = await content.fetchManifest(digest);
  for (;;) {
    const source = isIndex(document) ? readIndex(content, document) : readManifest(content, document);
    if (!(await content.fetchWanted()) && source !== undefined) return source;
  }
}

/** A manifest's image; `undefined` until its config is fetched. */
function readManifest(content: FetchedContent, document: ManifestDocument): ImageSource | undefined {
  const { digest, mediaType } = document;
  const loaded = isManifest(document)
    ? loadPlatformImage(content, content.repository, document)
    : ({ state: 'not-an-image' } as const);
  switch (loaded.state) {
    case 'present':
      return content.sourceOf(loaded.image);
    case 'not-an-image':
      throw new NotAnImageError(`${digest} is an artifact of type ${mediaType}, not an image that runs.`);
    case 'pending':
      return undefined;
    default:
      throw content.absence(digest) ?? cannotRead(content.repository, digest, loaded);
  }
}

/** An index as a tree, as far as its documents are fetched. */
function readIndex(content: FetchedContent, document: ManifestDocument<ImageIndex>): ImageSource {
  const { repository } = content;
  const top = newNode(document);
  const nodes = new Map([[document.digest, top]]);
  const nodeOf = ({ index, above }: Listing): IndexNode => {
    const known = nodes.get(index.digest);
    if (known !== undefined || above === undefined) return known ?? top;
    const node = newNode(index);
    nodes.set(index.digest, node);
    nodeOf(above).children.set(above.descriptor.digest, node);
    return node;
  };
  for (const entry of listEntries(content, repository, document)) {
    const node = nodeOf(entry);
    const { descriptor } = entry;
    const loaded = loadEntry(content, repository, entry);
    if (loaded.state === 'present') node.children.set(descriptor.digest, content.sourceOf(loaded.image));
    else if (loaded.state === 'unknown') {
      if (content.absence(descriptor.digest) === undefined)
        throw cannotRead(repository, document.digest, loaded);
      node.missing = [...(node.missing ?? []), descriptor];
    }
  }
  return top;
}

interface IndexNode extends IndexSource {
  readonly children: Map<Digest, ImageSource>;
  missing?: readonly Descriptor[];
}

function newNode(document: ManifestDocument<ImageIndex>): IndexNode {
  return { kind: 'index', document, children: new Map() };
}

function cannotRead(repository: Repository, digest: Digest, loaded: Missing): RebaseRefusedError {
  const image = formatAtDigest(repository, digest);
  const why = loaded.state === 'unknown' ? reasonClause(loaded.reason) : loaded.state;
  return new RebaseRefusedError({
    kind: 'unsupported-media-type',
    detail: `${image} cannot be read: ${why}. Rebuild the image.`,
    facts: {},
    instead: ['rebuild'],
  });
}

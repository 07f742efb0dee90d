import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import {
  isIndex,
  isManifest,
  type ManifestDocument,
  ManifestFormatError,
  parseManifest,
} from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { undefinedIfAbsent } from '../../errors.ts';
import type { CallOptions, ContentAddress, Registry } from '../../registry.ts';
import { fallbackTag } from './referrers.ts';

/**
 * The fallback index with one more referrer, as bytes to put; `undefined` if it is already listed. Other fields of the
 * index are kept (distribution-spec § Referrers tag schema, pushing).
 */
function withReferrer(
  index: { readonly manifests: readonly Descriptor[] } | undefined,
  referrer: Descriptor,
): Uint8Array | undefined {
  const manifests = index?.manifests ?? [];
  if (manifests.some(({ digest }) => digest === referrer.digest)) return undefined;
  const next = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociIndex,
    ...index,
    manifests: [...manifests, referrer],
  };
  return new TextEncoder().encode(JSON.stringify(next));
}

/**
 * The descriptor that lists a manifest as a referrer, and its subject (distribution-spec § Pushing manifests with
 * subject). `undefined` for a manifest without `subject`, and for bytes that are no manifest.
 */
export function referrerOf(
  bytes: Uint8Array,
  mediaType: string,
): { readonly referrer: Descriptor; readonly subject: Digest } | undefined {
  let document: ManifestDocument;
  try {
    document = parseManifest(bytes, mediaType);
  } catch (error) {
    if (error instanceof ManifestFormatError) return undefined;
    throw error;
  }
  const { subject, artifactType, annotations } = document.content;
  if (!subject) return undefined;
  const type = artifactType ?? (isManifest(document) ? document.content.config.mediaType : undefined);
  const referrer = {
    mediaType: document.mediaType,
    digest: document.digest,
    size: bytes.byteLength,
    ...(type === undefined ? {} : { artifactType: type }),
    ...(annotations ? { annotations } : {}),
  };
  return { referrer, subject: subject.digest };
}

/**
 * Lists a referrer under its subject's fallback tag, for registries that did not process the `subject` themselves. The
 * descriptor, from {@link referrerOf}, has `artifactType` and all annotations. Sends `If-Match` if the registry has
 * etags: then a concurrent write ends in kind `conflict`.
 */
export async function recordReferrer(
  registry: Pick<Registry, 'resolve' | 'getManifest' | 'putManifest'>,
  subject: ContentAddress,
  referrer: Descriptor,
  options?: CallOptions,
): Promise<void> {
  const { registry: host, repository } = subject;
  const target = { registry: host, repository, tag: fallbackTag(subject.digest) };
  const current = await registry.resolve(target, options).catch(undefinedIfAbsent);
  const document = current && (await registry.getManifest({ ...target, digest: current.digest }, options));
  const bytes = withReferrer(document && isIndex(document) ? document.content : undefined, referrer);
  if (!bytes) return;
  const ifMatch = current?.etag === undefined ? {} : { ifMatch: current.etag };
  await registry.putManifest(target, { mediaType: MEDIA_TYPE.ociIndex, bytes, ...ifMatch }, options);
}

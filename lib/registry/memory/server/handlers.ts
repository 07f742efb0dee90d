import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { isIndexMediaType, isManifestMediaType, MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { isTag } from '#lib/oci/reference.ts';
import { PushRefusal, type RegistryState, type StoredManifest, storedMediaType } from '../registry-state.ts';
import { type Answer, failure } from './answer.ts';

/** A request to a served registry, with its whole body. */
export interface ServedRequest {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
}

const PAGE = 100;

/** GET and HEAD of a manifest. Like Distribution, serves OCI manifests only if `Accept` has an OCI type. */
export function getManifest(
  state: RegistryState,
  path: string,
  reference: string,
  request: ServedRequest,
): Answer {
  const found = state.manifest(path, reference);
  if (found === undefined) return failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
  if (!isAccepted(found, request.header('accept')))
    return failure(
      404,
      'MANIFEST_UNKNOWN',
      'OCI manifest found, but accept header does not support OCI manifests',
    );
  const etag = `"${found.digest}"`;
  const headers = { 'docker-content-digest': found.digest, etag, 'content-type': found.mediaType };
  if (request.header('if-none-match') === etag) return { status: 304, headers };
  return { status: 200, headers, body: found.bytes };
}

function isAccepted({ mediaType }: StoredManifest, accept: string | undefined): boolean {
  const oci = mediaType === MEDIA_TYPE.ociIndex || mediaType === MEDIA_TYPE.ociManifest;
  return !oci || accept === undefined || accept.includes(mediaType) || accept.includes('*/*');
}

/** PUT of a manifest under a tag or digest. */
export function putManifest(
  state: RegistryState,
  path: string,
  reference: string,
  request: ServedRequest,
  options: { forgetful: boolean; referrers: boolean },
): Answer {
  if (!isDigest(reference) && !isTag(reference)) return failure(400, 'TAG_INVALID', 'the tag is malformed');
  const mediaType = storedMediaType(request.header('content-type'));
  if (!isIndexMediaType(mediaType) && !isManifestMediaType(mediaType))
    return failure(400, 'MANIFEST_INVALID', 'the media type is not known');
  const ifMatch = request.header('if-match');
  if (ifMatch !== undefined && ifMatch !== `"${state.manifest(path, reference)?.digest}"`) {
    return failure(412, 'PRECONDITION_FAILED', 'the tag has moved');
  }
  try {
    const { digest, subject } = options.forgetful
      ? forgotten(request.body)
      : state.putManifest(path, reference, mediaType, request.body);
    const processed = subject !== undefined && options.referrers ? { 'oci-subject': subject } : {};
    return {
      status: 201,
      headers: { location: `/v2/${path}/manifests/${digest}`, 'docker-content-digest': digest, ...processed },
    };
  } catch (error) {
    if (!(error instanceof PushRefusal)) throw error;
    return failure(400, error.code, error.message);
  }
}

function forgotten(body: Buffer): { digest: string; subject: undefined } {
  return { digest: `sha256:${body.byteLength.toString(16).padStart(64, '0')}`, subject: undefined };
}

/** GET and HEAD of a blob, whole or a range (RFC 9110 § 14). */
export function getBlob(state: RegistryState, path: string, digest: string, request: ServedRequest): Answer {
  const bytes = isDigest(digest) ? state.blob(path, digest) : undefined;
  if (bytes === undefined) return failure(404, 'BLOB_UNKNOWN', 'blob unknown');
  const headers = {
    'docker-content-digest': digest,
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.header('range') ?? '');
  if (!range) {
    const length = request.method === 'HEAD' ? { 'content-length': String(bytes.byteLength) } : {};
    return { status: 200, headers: { ...headers, ...length }, body: request.method === 'HEAD' ? '' : bytes };
  }
  const first = Number(range[1]);
  const last = Math.min(range[2] ? Number(range[2]) : bytes.byteLength - 1, bytes.byteLength - 1);
  if (first > last)
    return failure(416, 'SIZE_INVALID', 'the range is beyond the blob', {
      'content-range': `bytes */${bytes.byteLength}`,
    });
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${first}-${last}/${bytes.byteLength}` },
    body: bytes.subarray(first, last + 1),
  };
}

/** A page of tags, in byte order (distribution-spec § Listing Tags). */
export function listTags(state: RegistryState, path: string, request: ServedRequest): Answer {
  if (!state.repositories.has(path))
    return failure(404, 'NAME_UNKNOWN', 'repository name not known to registry');
  return page(state.tags(path), request, `/v2/${path}/tags/list`, (tags) => ({ name: path, tags }));
}

/** A page of the catalog; Distribution refuses more than 1000 at once. */
export function listCatalog(state: RegistryState, request: ServedRequest): Answer {
  if (Number(request.query.get('n') ?? 0) > 1000)
    return failure(400, 'PAGINATION_NUMBER_INVALID', 'n is too large');
  return page([...state.repositories.keys()].sort(), request, '/v2/_catalog', (repositories) => ({
    repositories,
  }));
}

function page(
  all: readonly string[],
  request: ServedRequest,
  path: string,
  shape: (items: readonly string[]) => unknown,
): Answer {
  const wanted = request.query.get('n');
  const last = request.query.get('last');
  const rest = last === null ? all : all.filter((item) => item > last);
  const limit = wanted === null ? (path.endsWith('_catalog') ? PAGE : rest.length) : Number(wanted);
  const items = rest.slice(0, limit);
  const more = items.length < rest.length && items.length > 0;
  const link = more
    ? { link: `<${path}?n=${limit}&last=${encodeURIComponent(items.at(-1) ?? '')}>; rel="next"` }
    : {};
  return json(shape(items), link);
}

/** The referrers of a digest, as an index (distribution-spec § Listing Referrers). */
export function listReferrers(
  state: RegistryState,
  path: string,
  digest: string,
  request: ServedRequest,
): Answer {
  if (!isDigest(digest)) return failure(400, 'DIGEST_INVALID', 'the digest is malformed');
  const wanted = request.query.get('artifactType');
  const all = state.referrers(path, digest);
  const manifests = wanted === null ? all : all.filter(({ artifactType }) => artifactType === wanted);
  const filtered = wanted === null ? {} : { 'oci-filters-applied': 'artifactType' };
  return json(
    { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests },
    { 'content-type': MEDIA_TYPE.ociIndex, ...filtered },
  );
}

/** DELETE of a manifest or a tag. */
export function deleteManifest(state: RegistryState, path: string, reference: string): Answer {
  return state.deleteManifest(path, reference)
    ? { status: 202 }
    : failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
}

/** DELETE of a blob. */
export function deleteBlob(state: RegistryState, path: string, digest: string): Answer {
  const deleted = state.repositories.get(path)?.blobs.delete(digest as Digest) ?? false;
  return deleted ? { status: 202 } : failure(404, 'BLOB_UNKNOWN', 'blob unknown');
}

function json(value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

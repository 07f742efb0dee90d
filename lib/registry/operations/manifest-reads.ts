import { digestOf, matchesDigest } from '#lib/oci/compute-digest.ts';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { MANIFEST_LIMITS } from '#lib/oci/json/strict-json.ts';
import { type ManifestDocument, ManifestFormatError, parseManifest } from '#lib/oci/manifest.ts';
import { ACCEPTED_MANIFESTS, bareMediaType } from '#lib/oci/media-type.ts';
import type { Reference } from '#lib/oci/reference.ts';
import type { RegistryError } from '../errors.ts';
import type { CallOptions, RegistryReader, ResolvedManifest } from '../registry.ts';
import type { Exchange } from '../transport/exchange.ts';
import { fail } from '../transport/http/request-error.ts';
import { readBody } from '../transport/http/response-body.ts';
import type { Answer } from '../transport/http/sender.ts';
import type { Endpoints } from '../transport/request/endpoints.ts';
import { apiUrl, type RegistryRequest, type RequestContext } from '../transport/request/request.ts';
import { createHeadSupport, needsConfirmationByGet } from './head-support.ts';
import { type Target, target, targeted } from './target.ts';

const ACCEPT = ACCEPTED_MANIFESTS.join(', ');

/** A request for a manifest (distribution-spec § Pulling manifests); the digest wins over the tag. */
function manifestRequest(
  to: Target,
  { tag, digest }: Pick<Reference, 'tag' | 'digest'>,
  method: 'GET' | 'HEAD',
): RegistryRequest {
  return {
    ...targeted(to),
    kind: 'manifest',
    method,
    url: apiUrl(to.endpoint, to.repository, `manifests/${digest ?? tag ?? 'latest'}`),
    headers: { accept: ACCEPT },
    expected: [200],
  };
}

/** The reader's methods for manifests. */
export function createManifestReads(deps: {
  readonly endpoints: Endpoints;
  readonly exchange: Exchange;
}): Pick<RegistryReader, 'resolve' | 'getManifest'> {
  const { endpoints, exchange } = deps;
  const heads = createHeadSupport();

  async function fetchRaw(to: Target, reference: Reference, options: CallOptions | undefined) {
    return exchange(
      manifestRequest(to, reference, 'GET'),
      async ({ answer }) => {
        const bytes = await readBody(answer, MANIFEST_LIMITS.maxBytes);
        return { bytes, answer, digest: verifiedDigest(to.context, bytes, reference.digest, answer) };
      },
      options,
    );
  }

  return {
    async resolve(reference, options) {
      const to = target(endpoints, 'resolve', reference);
      let refused: number | undefined;
      if (heads.isSupported(to)) {
        const head = await resolveByHead(exchange, to, reference, options, options?.known);
        if (typeof head === 'object') return head;
        refused = head;
      }
      const { answer, digest, bytes } = await fetchRaw(to, reference, options);
      if (refused !== undefined) heads.recordWrong(to, refused);
      return { digest, mediaType: parsed(to.context, bytes, answer).mediaType, etag: answer.header('etag') };
    },
    async getManifest(reference, options) {
      const to = target(endpoints, 'get-manifest', reference);
      const { bytes, answer, digest } = await fetchRaw(to, reference, options);
      return { ...parsed(to.context, bytes, answer), digest };
    },
  };
}

/** Resolves by HEAD. If a GET has to decide: the status of the failed HEAD, or `undefined` if it had no digest. */
async function resolveByHead(
  exchange: Exchange,
  to: Target,
  reference: Reference,
  options: CallOptions | undefined,
  known: ResolvedManifest | undefined,
): Promise<ResolvedManifest | number | undefined> {
  const request = manifestRequest(to, reference, 'HEAD');
  const conditional: RegistryRequest | undefined = known?.etag
    ? { ...request, headers: { ...request.headers, 'if-none-match': known.etag }, expected: [200, 304] }
    : undefined;
  try {
    return await exchange(
      conditional ?? request,
      async ({ answer }) => {
        await answer.discard();
        if (answer.status === 304) return known;
        const digest = answeredDigest(to.context, answer);
        const mediaType = bareMediaType(answer.header('content-type') ?? '') || undefined;
        if (digest === undefined || mediaType === 'text/html') return undefined;
        if (reference.digest !== undefined && reference.digest !== digest) {
          throw wrongDigest(to.context, 'the registry answered with another digest than the requested one');
        }
        return { digest, mediaType, etag: answer.header('etag') };
      },
      options,
    );
  } catch (error) {
    if (!needsConfirmationByGet(error)) throw error;
    return error.status;
  }
}

/** The digest of the bytes: the requested one if there is one. Throws if it or the header contradicts the bytes. */
function verifiedDigest(
  context: RequestContext,
  bytes: Uint8Array,
  requested: Digest | undefined,
  answer: Answer,
): Digest {
  if (requested !== undefined && !matchesDigest(bytes, requested)) {
    throw wrongDigest(context, `the content does not have the requested digest${encodingNote(answer)}`);
  }
  const answered = answeredDigest(context, answer);
  if (answered !== undefined && !matchesDigest(bytes, answered)) {
    throw wrongDigest(
      context,
      `the content does not have the digest in its Docker-Content-Digest header${encodingNote(answer)}`,
    );
  }
  return requested ?? answered ?? digestOf(bytes);
}

function answeredDigest(context: RequestContext, answer: Answer): Digest | undefined {
  const header = answer.header('docker-content-digest')?.trim();
  if (!header) return undefined;
  if (!isDigest(header)) throw wrongDigest(context, 'the registry announces a malformed digest');
  return header;
}

function parsed(context: RequestContext, bytes: Uint8Array, answer: Answer): ManifestDocument {
  try {
    return parseManifest(bytes, answer.header('content-type'));
  } catch (cause) {
    if (!(cause instanceof ManifestFormatError)) throw cause;
    const problem = `the manifest is refused: ${cause.message}${encodingNote(answer)}`;
    throw fail(context, 'invalid-response', 'MANIFEST_INVALID', problem);
  }
}

function wrongDigest(context: RequestContext, problem: string): RegistryError {
  return fail(context, 'invalid-response', 'DIGEST_INVALID', problem);
}

/** Digests are computed from the bytes as sent: an unrequested encoding is the likely reason for a difference. */
function encodingNote(answer: Answer): string {
  const encoding = answer.header('content-encoding');
  return encoding && encoding !== 'identity'
    ? ' (it was sent with a Content-Encoding that was not requested)'
    : '';
}

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
import { type Ask, apiUrl, type RegistryRequest } from '../transport/request/request.ts';
import { createHeadMemory, isLeftToGet } from './head-support.ts';
import { type Target, target, targeted } from './target.ts';

const ACCEPT = ACCEPTED_MANIFESTS.join(', ');

/** A manifest request (distribution-spec § Pulling manifests); the digest wins over the tag. */
export function manifestRequest(
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

/** Resolving and getting manifests. */
export function createManifests(deps: {
  readonly endpoints: Endpoints;
  readonly exchange: Exchange;
}): Pick<RegistryReader, 'resolve' | 'getManifest'> {
  const { endpoints, exchange } = deps;
  const heads = createHeadMemory();

  async function fetchRaw(to: Target, reference: Reference, options: CallOptions | undefined) {
    return exchange(
      manifestRequest(to, reference, 'GET'),
      async ({ answer }) => {
        const bytes = await readBody(answer, MANIFEST_LIMITS.maxBytes);
        return { bytes, answer, digest: verifiedDigest(to.ask, bytes, reference.digest, answer) };
      },
      options,
    );
  }

  return {
    async resolve(reference, options) {
      const to = target(endpoints, 'resolve', reference);
      let refused: number | undefined;
      if (heads.areOfUse(to)) {
        const head = await headOrNothing(exchange, to, reference, options, options?.known);
        if (typeof head === 'object') return head;
        refused = head;
      }
      const { answer, digest, bytes } = await fetchRaw(to, reference, options);
      if (refused !== undefined) heads.wasWrong(to, refused);
      return { digest, mediaType: parsed(to.ask, bytes, answer).mediaType, etag: answer.header('etag') };
    },
    async getManifest(reference, options) {
      const to = target(endpoints, 'get-manifest', reference);
      const { bytes, answer, digest } = await fetchRaw(to, reference, options);
      return { ...parsed(to.ask, bytes, answer), digest };
    },
  };
}

/** If a GET has to decide: the status of the refused HEAD, or `undefined` if the HEAD had no digest. */
async function headOrNothing(
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
        const digest = answeredDigest(to.ask, answer);
        const mediaType = bareMediaType(answer.header('content-type') ?? '') || undefined;
        if (digest === undefined || mediaType === 'text/html') return undefined;
        if (reference.digest !== undefined && reference.digest !== digest) {
          throw wrongDigest(to.ask, 'the registry answers with another digest than was asked for');
        }
        return { digest, mediaType, etag: answer.header('etag') };
      },
      options,
    );
  } catch (error) {
    if (!isLeftToGet(error)) throw error;
    return error.status;
  }
}

/** The digest the bytes really have: the one asked for where there was one, and never against the header. */
function verifiedDigest(ask: Ask, bytes: Uint8Array, asked: Digest | undefined, answer: Answer): Digest {
  if (asked !== undefined && !matchesDigest(bytes, asked)) {
    throw wrongDigest(ask, `the content is not that of the digest asked for${encodingNote(answer)}`);
  }
  const answered = answeredDigest(ask, answer);
  if (answered !== undefined && !matchesDigest(bytes, answered)) {
    throw wrongDigest(
      ask,
      `the content is not that of the digest it was announced with${encodingNote(answer)}`,
    );
  }
  return asked ?? answered ?? digestOf(bytes);
}

function answeredDigest(ask: Ask, answer: Answer): Digest | undefined {
  const header = answer.header('docker-content-digest')?.trim();
  if (!header) return undefined;
  if (!isDigest(header)) throw wrongDigest(ask, 'the registry announces a malformed digest');
  return header;
}

function parsed(ask: Ask, bytes: Uint8Array, answer: Answer): ManifestDocument {
  try {
    return parseManifest(bytes, answer.header('content-type'));
  } catch (cause) {
    if (!(cause instanceof ManifestFormatError)) throw cause;
    const problem = `the manifest is refused: ${cause.message}${encodingNote(answer)}`;
    throw fail(ask, 'invalid-response', 'MANIFEST_INVALID', problem);
  }
}

function wrongDigest(ask: Ask, problem: string): RegistryError {
  return fail(ask, 'invalid-response', 'DIGEST_INVALID', problem);
}

/** Digests are of the bytes as sent; an encoding nobody asked for is the likely reason where they differ. */
function encodingNote(answer: Answer): string {
  const encoding = answer.header('content-encoding');
  return encoding && encoding !== 'identity' ? ' (it was sent with a Content-Encoding, unasked)' : '';
}

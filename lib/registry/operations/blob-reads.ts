import { hashFor, matchesDigest } from '#lib/oci/compute-digest.ts';
import type { ContentAddress, RegistryReader } from '../registry.ts';
import { deadlineError, type Exchange, type Exchanged } from '../transport/exchange.ts';
import { fail, readError } from '../transport/http/request-error.ts';
import { BodyBrokenError, readBody } from '../transport/http/response-body.ts';
import type { Answer } from '../transport/http/sender.ts';
import type { Deadline } from '../transport/limits/deadline.ts';
import type { Endpoints } from '../transport/request/endpoints.ts';
import { apiUrl, type RegistryRequest } from '../transport/request/request.ts';
import { needsConfirmationByGet } from './head-support.ts';
import { type Target, target, targeted } from './target.ts';

const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;
/** Bytes per millisecond below which a long transfer is too slow: 125 KiB/s. */
const SLOWEST = 128;
/** Length assumed of a stream without `Content-Length`. */
const UNKNOWN_LENGTH = 1024 * 1024 * 1024;

/** Milliseconds that a transfer of so many bytes may take in addition to the client's deadline. */
export function transferTime(bytes: number): number {
  return Math.ceil(bytes / SLOWEST);
}

/** A request for a blob (distribution-spec § Pulling blobs). */
function blobRequest(
  to: Target,
  address: ContentAddress,
  method: 'GET' | 'HEAD',
  expected: readonly number[] = [200],
): RegistryRequest {
  return {
    ...targeted(to),
    kind: 'blob',
    method,
    url: apiUrl(to.endpoint, to.repository, `blobs/${address.digest}`),
    headers: { accept: '*/*' },
    expected,
  };
}

/** The reader's methods for blobs. */
export function createBlobReads(deps: {
  readonly endpoints: Endpoints;
  readonly exchange: Exchange;
  readonly deadlineMs: number;
}): Pick<RegistryReader, 'getBlob' | 'openBlob' | 'hasBlob'> {
  const { endpoints, exchange, deadlineMs } = deps;
  return {
    async getBlob(address, options) {
      const to = target(endpoints, 'get-blob', address);
      const limit = options?.maxBytes ?? DEFAULT_MAX_BYTES;
      const bytes = await exchange(
        blobRequest(to, address, 'GET'),
        ({ answer }) => readBody(answer, limit),
        options,
      );
      if (!matchesDigest(bytes, address.digest)) throw wrongBlob(to);
      return bytes;
    },
    async openBlob(address, options) {
      const to = target(endpoints, 'get-blob', address);
      const request = blobRequest(to, address, 'GET');
      return exchange(
        request,
        ({ answer, keep }) => {
          const length = Number(answer.header('content-length') ?? Number.NaN);
          const time = deadlineMs + transferTime(Number.isSafeInteger(length) ? length : UNKNOWN_LENGTH);
          return verifiedStream(to, address, request, answer, keep(time), time);
        },
        options,
      );
    },
    async hasBlob(address, options) {
      const to = target(endpoints, 'head-blob', address);
      const isThere = async ({ answer }: Exchanged) => {
        await answer.discard();
        return answer.status < 400;
      };
      try {
        return await exchange(blobRequest(to, address, 'HEAD'), isThere, options);
      } catch (error) {
        if (!needsConfirmationByGet(error)) throw error;
      }
      const get = blobRequest(to, address, 'GET', [200, 206, 404]);
      return exchange({ ...get, headers: { ...get.headers, range: 'bytes=0-0' } }, isThere, options);
    },
  };
}

/** Yields the bytes unchanged, and fails at the end if they do not have the digest. */
async function* verifiedStream(
  to: Target,
  address: ContentAddress,
  request: RegistryRequest,
  answer: Answer,
  deadline: Deadline,
  timeMs: number,
): AsyncGenerator<Uint8Array> {
  const hash = hashFor(address.digest);
  try {
    for await (const chunk of answer.body) {
      hash.update(chunk);
      yield chunk;
    }
  } catch (cause) {
    const ended = deadlineError(request, deadline, timeMs);
    throw ended ?? readError(to.context, new BodyBrokenError('the body broke off', { cause })) ?? cause;
  } finally {
    deadline.clear();
  }
  if (!address.digest.endsWith(`:${hash.digest('hex')}`)) throw wrongBlob(to);
}

function wrongBlob(to: Target) {
  return fail(
    to.context,
    'invalid-response',
    'DIGEST_INVALID',
    'the content does not have the requested digest',
  );
}

import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { matchesDigest } from '#lib/oci/compute-digest.ts';
import { isRepositoryPath } from '#lib/oci/reference.ts';
import { RegistryError, type RegistryErrorKind } from '../errors.ts';
import type { CallOptions, RegistryWriter } from '../registry.ts';
import { type Exchange, type Exchanged, TOKEN_RENEWED } from '../transport/exchange.ts';
import { fail, isRetryable } from '../transport/http/request-error.ts';
import { retryDelay } from '../transport/limits/retry-delay.ts';
import { resolveLocation } from '../transport/redirect.ts';
import type { Endpoints } from '../transport/request/endpoints.ts';
import {
  apiUrl,
  isReplayable,
  type RegistryRequest,
  type RequestBody,
} from '../transport/request/request.ts';
import { repositoryScope } from '../transport/request/token-scope.ts';
import { transferTime } from './blob-reads.ts';
import { type Target, target, targeted } from './target.ts';

/** Opens an upload session (distribution-spec § Pushing a blob monolithically: POST then PUT). */
function openUploadRequest(to: Target): RegistryRequest {
  return {
    ...targeted(to, 'push'),
    kind: 'upload',
    method: 'POST',
    url: apiUrl(to.endpoint, to.repository, 'blobs/uploads/'),
    headers: { 'content-length': '0' },
    expected: [202],
  };
}

/** Mounts a blob from another repository (distribution-spec § Mounting a blob); always with `from`. */
function mountRequest(to: Target, digest: string, from: string): RegistryRequest {
  const open = openUploadRequest(to);
  const url = new URL(open.url);
  url.searchParams.set('mount', digest);
  url.searchParams.set('from', `${to.endpoint.prefix}${from}`);
  const scopes = [...open.scopes, repositoryScope(to.endpoint, from, 'pull')];
  return { ...open, url, scopes, expected: [201, 202] };
}

/** A request to the URL of an upload session; credentials only go to the registry's own origin. */
function sessionRequest(
  to: Target,
  location: URL,
  wire: Pick<RegistryRequest, 'method' | 'headers' | 'expected'> & {
    body?: RequestBody;
    deadlineMs?: number;
  },
): RegistryRequest {
  const anonymous = location.origin !== to.endpoint.origin;
  return { ...targeted(to, 'push'), kind: 'upload', url: location, anonymous, ...wire };
}

/** Retries of an upload whose content can be read again. */
const RETRIES = 3;
const MAX_REMEMBERED = 1000;

interface Content {
  readonly digest: string;
  readonly size: number;
  readonly body: RequestBody;
}

/** The writer's methods for blobs. */
export function createBlobUploads(deps: {
  readonly endpoints: Endpoints;
  readonly exchange: Exchange;
  readonly deadlineMs: number;
  /** A number in [0, 1) for the jitter of retries. */
  readonly random: () => number;
}): Pick<RegistryWriter, 'putBlob' | 'mountBlob'> {
  const { endpoints, exchange, deadlineMs, random } = deps;
  /** Origins that refused a blob in one PUT, and accepted it by PATCH. */
  const chunked = new LRUCache<string, true>({ max: MAX_REMEMBERED });

  const open = (to: Target, options?: CallOptions) =>
    exchange(openUploadRequest(to), (opened) => sessionOf(to, opened), options);

  /** The whole blob in one PUT (distribution-spec § POST then PUT). */
  async function inOne(to: Target, { digest, size, body }: Content, options?: CallOptions) {
    const location = await open(to, options);
    location.searchParams.set('digest', digest);
    const request = sessionRequest(to, location, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
      body,
      expected: [201, 204],
      deadlineMs: deadlineMs + transferTime(size),
    });
    await exchange(request, ({ answer }) => answer.discard(), options);
  }

  /** The whole blob as one chunk, and an empty PUT that ends the upload (distribution-spec § in chunks). */
  async function byPatch(to: Target, { digest, size, body }: Content, options?: CallOptions) {
    const session = await open(to, options);
    const range: Record<string, string> = size > 0 ? { 'content-range': `0-${size - 1}` } : {};
    const patch = sessionRequest(to, session, {
      method: 'PATCH',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(size), ...range },
      body,
      expected: [201, 202, 204],
      deadlineMs: deadlineMs + transferTime(size),
    });
    const location = await exchange(
      patch,
      async ({ answer, url }) => {
        await answer.discard();
        return resolveLocation(answer.header('location'), url) ?? session;
      },
      options,
    );
    location.searchParams.set('digest', digest);
    const end = sessionRequest(to, location, {
      method: 'PUT',
      headers: { 'content-length': '0' },
      expected: [201, 204],
    });
    await exchange(end, ({ answer }) => answer.discard(), options);
  }

  async function upload(to: Target, content: Content, options?: CallOptions) {
    const { origin } = to.endpoint;
    if (chunked.has(origin)) {
      // The cause may be a lost session or a changed registry: the next upload tries one PUT again.
      return byPatch(to, content, options).catch((error: unknown) => {
        chunked.delete(origin);
        throw error;
      });
    }
    try {
      await inOne(to, content, options);
    } catch (error) {
      if (!wantsPatch(error) || !isReplayable(content)) throw error;
      await byPatch(to, content, options);
      chunked.set(origin, true);
    }
  }

  /** Retries an interrupted upload in a new session: uploads by digest are idempotent. */
  async function uploadWithRetries(to: Target, content: Content, options?: CallOptions) {
    for (let tries = 0; ; tries++) {
      try {
        return await upload(to, content, options);
      } catch (error) {
        if (tries >= RETRIES || !isReplayable(content) || !mayPass(error)) throw error;
        if (error.code === TOKEN_RENEWED) continue;
        await sleep(retryDelay(tries, error.retryAfter, random()), undefined, options).catch(() => {
          throw fail(to.context, 'aborted', 'ABORTED', 'the caller gave up');
        });
      }
    }
  }

  /** Cancels a session if possible; otherwise it expires at the registry. */
  async function cancel(to: Target, location: URL, options?: CallOptions) {
    if (location.origin !== to.endpoint.origin) return;
    const request = sessionRequest(to, location, {
      method: 'DELETE',
      headers: {},
      expected: [200, 202, 204],
    });
    await exchange(request, ({ answer }) => answer.discard(), options).catch((error: unknown) => {
      if (!(error instanceof RegistryError)) throw error;
    });
  }

  return {
    async putBlob(address, { size, content }, options) {
      const to = target(endpoints, 'put-blob', address);
      if (
        content instanceof Uint8Array &&
        (content.byteLength !== size || !matchesDigest(content, address.digest))
      ) {
        throw fail(
          to.context,
          'unsupported',
          'DIGEST_INVALID',
          'the content does not have the digest that it is pushed under',
        );
      }
      await uploadWithRetries(to, { digest: address.digest, size, body: content }, options);
    },
    async mountBlob(address, from, options) {
      const to = target(endpoints, 'mount-blob', address);
      if (!isRepositoryPath(from)) {
        throw fail(to.context, 'unsupported', 'NAME_INVALID', 'the repository to mount from is malformed');
      }
      const request = mountRequest(to, address.digest, from);
      try {
        const session = await exchange(
          request,
          async ({ answer, url }) => {
            await answer.discard();
            if (answer.status === 201) return 'mounted';
            return resolveLocation(answer.header('location'), url);
          },
          options,
        );
        if (session === 'mounted') return 'mounted';
        if (session !== undefined) await cancel(to, session, options);
        return 'not-mounted';
      } catch (error) {
        // A mount that was refused, for whatever reason, may still succeed as an upload. These kinds refuse nothing.
        if (!(error instanceof RegistryError) || NO_REFUSAL.has(error.kind)) throw error;
        return 'not-mounted';
      }
    },
  };
}

const NO_REFUSAL: ReadonlySet<RegistryErrorKind> = new Set(['rate-limited', 'aborted', 'forbidden-address']);

/** Statuses of registries and proxies that do not accept a blob in one PUT. */
const NOT_IN_ONE: ReadonlySet<number> = new Set([404, 405, 411, 415, 416, 501]);
const SESSION_CODES: ReadonlySet<string> = new Set([
  'UNSUPPORTED',
  'BLOB_UPLOAD_INVALID',
  'BLOB_UPLOAD_UNKNOWN',
  'SIZE_INVALID',
]);

function wantsPatch(error: unknown): boolean {
  if (!(error instanceof RegistryError) || error.operation !== 'put-blob' || error.status === undefined) {
    return false;
  }
  return NOT_IN_ONE.has(error.status) || (error.status === 400 && SESSION_CODES.has(error.code));
}

/** True if the same upload may succeed later: the network, the source, the session or the token failed. */
function mayPass(error: unknown): error is RegistryError {
  if (!(error instanceof RegistryError)) return false;
  const { kind, code, status } = error;
  // The upload has already waited for its own rate limit.
  if (kind === 'rate-limited') return error.operation !== 'put-blob';
  if (code === TOKEN_RENEWED || isRetryable(error)) return true;
  if (kind === 'timeout') return error.operation !== 'put-blob';
  // Lost or repeated bytes, or a session that another replica does not know yet.
  return status !== undefined && status < 500 && (SESSION_CODES.has(code) || code === 'DIGEST_INVALID');
}

async function sessionOf(to: Target, { answer, url }: Exchanged): Promise<URL> {
  await answer.discard();
  const location = resolveLocation(answer.header('location'), url);
  if (location) return location;
  throw fail(
    to.context,
    'invalid-response',
    'BAD_LOCATION',
    'the upload was accepted without a Location to continue at',
  );
}

import { matchesDigest } from '#lib/oci/hash.ts';
import { isRepositoryPath } from '#lib/oci/reference.ts';
import { type Target, target, targeted } from './addressing.ts';
import { repositoryScope } from './auth/scope.ts';
import { transferTime } from './blobs.ts';
import type { Endpoints } from './endpoints.ts';
import { RegistryError } from './errors.ts';
import type { Exchange, Exchanged } from './exchange.ts';
import { fail } from './failure.ts';
import { resolveLocation } from './redirect.ts';
import type { CallOptions, ContentAddress, RegistryWriter } from './registry.ts';
import { apiUrl, type RegistryRequest, type RequestBody } from './request.ts';

/** Opens an upload session (distribution-spec § Pushing a blob monolithically: POST then PUT). */
export function openUploadRequest(to: Target): RegistryRequest {
  return {
    ...targeted(to, 'push'),
    kind: 'upload',
    method: 'POST',
    url: apiUrl(to.endpoint, to.repository, 'blobs/uploads/'),
    headers: { 'content-length': '0' },
    expected: [202],
  };
}

/** Mounts a blob of another repository (distribution-spec § Mounting a blob); `from` is always sent. */
export function mountRequest(to: Target, digest: string, from: string): RegistryRequest {
  const open = openUploadRequest(to);
  const url = new URL(open.url);
  url.searchParams.set('mount', digest);
  url.searchParams.set('from', `${to.endpoint.prefix}${from}`);
  const scopes = [...open.scopes, repositoryScope(to.endpoint, from, 'pull')];
  return { ...open, url, scopes, expected: [201, 202] };
}

/** Where an upload goes on: the session's URL, asked with credentials on the registry's own origin alone. */
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

/** Uploading and mounting blobs. */
export function createUploads(deps: {
  readonly endpoints: Endpoints;
  readonly exchange: Exchange;
  readonly deadlineMs: number;
}): Pick<RegistryWriter, 'putBlob' | 'mountBlob'> {
  const { endpoints, exchange, deadlineMs } = deps;

  async function upload(
    to: Target,
    address: ContentAddress,
    size: number,
    body: RequestBody,
    options?: CallOptions,
  ) {
    const location = await exchange(openUploadRequest(to), (opened) => sessionOf(to, opened), options);
    location.searchParams.set('digest', address.digest);
    const request = sessionRequest(to, location, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
      body,
      expected: [201, 204],
      deadlineMs: deadlineMs + transferTime(size),
    });
    await exchange(request, ({ answer }) => answer.discard(), options);
  }

  /** Best effort: a session that is not cancelled expires at the registry. */
  async function cancel(to: Target, location: URL, options?: CallOptions) {
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
      if (!(content instanceof Uint8Array)) return upload(to, address, size, content, options);
      if (content.byteLength !== size || !matchesDigest(content, address.digest)) {
        throw fail(
          to.ask,
          'unsupported',
          'DIGEST_INVALID',
          'the bytes to put are not those of the digest named',
        );
      }
      await upload(to, address, size, content, options).catch(async (error: unknown) => {
        // Content by digest is the same however often it is sent, so a lost connection costs one more try.
        if (!(error instanceof RegistryError) || error.kind !== 'unreachable') throw error;
        await upload(to, address, size, content, options);
      });
    },
    async mountBlob(address, from, options) {
      const to = target(endpoints, 'mount-blob', address);
      if (!isRepositoryPath(from)) {
        throw fail(to.ask, 'unsupported', 'NAME_INVALID', 'the repository to mount from is malformed');
      }
      const request = mountRequest(to, address.digest, from);
      try {
        const session = await exchange(
          request,
          async (opened) => {
            if (opened.answer.status === 202) return sessionOf(to, opened);
            await opened.answer.discard();
            return undefined;
          },
          options,
        );
        if (!session) return 'mounted';
        await cancel(to, session, options);
        return 'not-mounted';
      } catch (error) {
        // Registries that cannot mount, or may not read the source, still take the bytes.
        if (error instanceof RegistryError && isClientError(error.status)) return 'not-mounted';
        throw error;
      }
    },
  };
}

function isClientError(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && status !== 429;
}

async function sessionOf(to: Target, { answer, url }: Exchanged): Promise<URL> {
  await answer.discard();
  const location = resolveLocation(answer.header('location'), url);
  if (location) return location;
  throw fail(
    to.ask,
    'invalid-response',
    'BAD_LOCATION',
    'the upload was accepted without saying where to go on',
  );
}

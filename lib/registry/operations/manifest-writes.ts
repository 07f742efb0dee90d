import { digestOf, matchesDigest } from '#lib/oci/compute-digest.ts';
import { formatReference } from '#lib/oci/reference.ts';
import type { RegistryReader, RegistryWriter } from '../registry.ts';
import type { Exchange } from '../transport/exchange.ts';
import { fail } from '../transport/http/request-error.ts';
import { createSlots } from '../transport/limits/concurrency-slots.ts';
import type { Endpoints } from '../transport/request/endpoints.ts';
import { apiUrl, type RegistryRequest } from '../transport/request/request.ts';
import { recordReferrer, referrerOf } from './lists/referrers-fallback.ts';
import { type Target, target, targeted } from './target.ts';

/** A request that puts a manifest (distribution-spec § Pushing manifests); the bytes are sent unchanged. */
function putManifestRequest(
  to: Target,
  name: string,
  manifest: { readonly mediaType: string; readonly bytes: Uint8Array; readonly ifMatch?: string },
): RegistryRequest {
  return {
    ...targeted(to, 'push'),
    kind: 'manifest',
    method: 'PUT',
    url: apiUrl(to.endpoint, to.repository, `manifests/${name}`),
    headers: {
      'content-type': manifest.mediaType,
      ...condition(manifest.ifMatch),
    },
    body: manifest.bytes,
    expected: [200, 201, 202],
  };
}

/** `If-Match` compares strongly: a weak validator never matches and would fail every put (RFC 9110 § 13.1.1). */
function condition(etag: string | undefined): Record<string, string> {
  return etag === undefined || /^\s*W\//i.test(etag) ? {} : { 'if-match': etag };
}

/**
 * The writer's methods for manifests. A write is sent once, and again only after a 401 that requires a token or a 429. A
 * manifest with a `subject` that the registry does not process is also listed under the subject's fallback tag.
 */
export function createManifestWrites(deps: {
  readonly endpoints: Endpoints;
  readonly exchange: Exchange;
  readonly reader: Pick<RegistryReader, 'resolve' | 'getManifest'>;
}): Pick<RegistryWriter, 'putManifest' | 'deleteManifest'> {
  const { endpoints, exchange, reader } = deps;
  // Few registries check If-Match; within this process at least, no referrer overwrites another in the index.
  const fallbackTurns = createSlots(1);

  const put: RegistryWriter['putManifest'] = async (reference, manifest, options) => {
    const to = target(endpoints, 'put-manifest', reference);
    const digest = reference.digest ?? digestOf(manifest.bytes);
    if (!matchesDigest(manifest.bytes, digest)) {
      throw fail(
        to.context,
        'unsupported',
        'DIGEST_INVALID',
        'the content does not have the digest that it is pushed under',
      );
    }
    return exchange(
      putManifestRequest(to, reference.tag ?? digest, manifest),
      async ({ answer }) => {
        await answer.discard();
        const stored = answer.header('docker-content-digest')?.trim();
        if (stored?.startsWith(digest.slice(0, 7)) && stored !== digest) {
          throw fail(
            to.context,
            'invalid-response',
            'DIGEST_INVALID',
            'the registry says it stored other content',
          );
        }
        return { digest, subjectProcessed: answer.header('oci-subject') !== undefined };
      },
      options,
    );
  };

  return {
    async putManifest(reference, manifest, options) {
      const stored = await put(reference, manifest, options);
      const listing = stored.subjectProcessed ? undefined : referrerOf(manifest.bytes, manifest.mediaType);
      if (!listing) return stored;
      const { registry, repository } = reference;
      const subject = { registry, repository, digest: listing.subject };
      const release = await fallbackTurns.take(formatReference(subject), undefined);
      try {
        await recordReferrer({ ...reader, putManifest: put }, subject, listing.referrer, options);
      } finally {
        release();
      }
      return stored;
    },
    async deleteManifest(reference, options) {
      const to = target(endpoints, 'delete-manifest', reference);
      const request: RegistryRequest = {
        ...targeted(to, 'delete'),
        kind: 'manifest',
        method: 'DELETE',
        url: apiUrl(to.endpoint, to.repository, `manifests/${reference.digest ?? reference.tag ?? 'latest'}`),
        headers: {},
        expected: [200, 202, 204],
      };
      await exchange(request, ({ answer }) => answer.discard(), options);
    },
  };
}

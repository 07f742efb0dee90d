import { buffer } from 'node:stream/consumers';
import { ManifestFormatError, parseManifest } from '#lib/oci/manifest.ts';
import { formatReference, type Reference } from '#lib/oci/reference.ts';
import {
  RegistryError,
  type RegistryErrorFacts,
  type RegistryErrorKind,
  type RegistryOperation,
} from '../errors.ts';
import type { ContentAddress, Registry } from '../registry.ts';
import { PushRefusal, RegistryState } from './registry-state.ts';

/** A registry in this process, without a network, whose content can be inspected and served. */
export interface MemoryRegistry extends Registry {
  readonly state: RegistryState;
}

/** An empty registry. It answers for every host. */
export function createMemoryRegistry(): MemoryRegistry {
  const state = new RegistryState();

  const manifest = (operation: RegistryOperation, reference: Reference) => {
    const found = state.manifest(reference.repository, reference.digest ?? reference.tag ?? '');
    return (
      found ?? refuse('not-found', operation, reference, 'MANIFEST_UNKNOWN', 'there is no such manifest')
    );
  };
  const blob = (operation: RegistryOperation, address: ContentAddress) =>
    state.blob(address.repository, address.digest) ??
    refuse('not-found', operation, address, 'BLOB_UNKNOWN', 'there is no such blob');

  return {
    state,
    async resolve(reference) {
      const { digest, mediaType } = manifest('resolve', reference);
      return { digest, mediaType, etag: `"${digest}"` };
    },
    async getManifest(reference) {
      const { digest, mediaType, bytes } = manifest('get-manifest', reference);
      try {
        return { ...parseManifest(bytes, mediaType), digest };
      } catch (cause) {
        if (!(cause instanceof ManifestFormatError)) throw cause;
        return refuse(
          'invalid-response',
          'get-manifest',
          reference,
          'MANIFEST_INVALID',
          cause.message,
          cause,
        );
      }
    },
    async getBlob(address, options) {
      const bytes = blob('get-blob', address);
      const limit = options?.maxBytes ?? 8 * 1024 * 1024;
      if (bytes.byteLength <= limit) return bytes;
      return refuse(
        'invalid-response',
        'get-blob',
        address,
        'SIZE_INVALID',
        `it is larger than ${limit} bytes`,
      );
    },
    async openBlob(address) {
      const bytes = blob('get-blob', address);
      return (async function* () {
        yield bytes;
      })();
    },
    hasBlob: async (address) => state.blob(address.repository, address.digest) !== undefined,
    async listTags(repository) {
      if (!state.repositories.has(repository.repository)) {
        return refuse('not-found', 'list-tags', repository, 'NAME_UNKNOWN', 'there is no such repository');
      }
      return state.tags(repository.repository);
    },
    async listReferrers(address, options) {
      const all = state.referrers(address.repository, address.digest);
      const wanted = options?.artifactType;
      return wanted === undefined ? all : all.filter(({ artifactType }) => artifactType === wanted);
    },
    async putManifest(target, { mediaType, bytes, ifMatch }) {
      const now = target.tag && !target.digest ? state.manifest(target.repository, target.tag) : undefined;
      if (ifMatch !== undefined && ifMatch !== `"${now?.digest}"`) {
        return refuse('conflict', 'put-manifest', target, 'PRECONDITION_FAILED', 'the tag has moved');
      }
      return pushing('put-manifest', target, () => {
        const reference = target.tag ?? target.digest ?? '';
        const { digest, subject } = state.putManifest(target.repository, reference, mediaType, bytes);
        return { digest, subjectProcessed: subject !== undefined };
      });
    },
    async putBlob(address, { content }) {
      const stream = typeof content === 'function' ? await content() : content;
      const bytes = stream instanceof Uint8Array ? stream : await buffer(stream);
      pushing('put-blob', address, () => state.putBlob(address.repository, address.digest, bytes));
    },
    mountBlob: async (address, from) =>
      state.mount(address.repository, from, address.digest) ? 'mounted' : 'not-mounted',
    async deleteManifest(target) {
      const deleted = state.deleteManifest(target.repository, target.digest ?? target.tag ?? '');
      if (!deleted)
        refuse('not-found', 'delete-manifest', target, 'MANIFEST_UNKNOWN', 'there is no such manifest');
    },
  };
}

function pushing<T>(operation: RegistryOperation, target: Reference, push: () => T): T {
  try {
    return push();
  } catch (cause) {
    if (!(cause instanceof PushRefusal)) throw cause;
    return refuse('unsupported', operation, target, cause.code, cause.message, cause);
  }
}

function refuse(
  kind: RegistryErrorKind,
  operation: RegistryOperation,
  target: Reference,
  code: string,
  problem: string,
  cause?: unknown,
): never {
  const facts: RegistryErrorFacts = {
    kind,
    host: target.registry,
    operation,
    reference: formatReference(target),
    code,
    problem,
    ...(kind === 'not-found' ? { status: 404 } : {}),
  };
  throw new RegistryError(facts, cause === undefined ? undefined : { cause });
}

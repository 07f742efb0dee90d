import { createBlobReads } from './operations/blob-reads.ts';
import { createBlobUploads } from './operations/blob-uploads.ts';
import { createListPages, type ListPages } from './operations/lists/list-page.ts';
import { createReferrersLists } from './operations/lists/referrers.ts';
import { createTagLists } from './operations/lists/tags.ts';
import { createManifestReads } from './operations/manifest-reads.ts';
import { createManifestWrites } from './operations/manifest-writes.ts';
import { withVisibilityCheck } from './operations/visibility.ts';
import type { Registry } from './registry.ts';
import { type ClientSettings, clientLimits } from './settings.ts';
import { createAuthorizer } from './transport/auth/authorizer.ts';
import type { FindCredential } from './transport/auth/credential.ts';
import { createTokenCache } from './transport/auth/token-cache.ts';
import { createExchange } from './transport/exchange.ts';
import { createDispatch } from './transport/http/dispatch.ts';
import type { ConnectorDeps } from './transport/http/guarded-connector.ts';
import type { Observe } from './transport/http/observed-request.ts';
import type { RateLimit } from './transport/http/rate-limit.ts';
import { createHeaderRecorder } from './transport/http/rate-limits-and-warnings.ts';
import type { RegistryWarning } from './transport/http/registry-warning.ts';
import { createSender } from './transport/http/sender.ts';
import { createSlots } from './transport/limits/concurrency-slots.ts';
import { createPacing } from './transport/pacing.ts';
import { createEndpoints } from './transport/request/endpoints.ts';

/** Dependencies of the client; everything has a default. */
interface ClientDeps extends ConnectorDeps {
  /** Finds credentials for registries that have none in their settings; none by default. */
  readonly credential?: FindCredential;
  /** Called for every HTTP request that was sent. */
  readonly observe?: Observe;
  /** Called for every new `Warning: 299`. */
  readonly onWarning?: (warning: RegistryWarning) => void;
  /** A number in [0, 1) for the jitter of retries; `Math.random` by default. */
  readonly random?: () => number;
}

/** A registry client over the network. */
export interface RegistryClient extends Registry, ListPages {
  /** The request limit that a registry last announced; `undefined` if it never did. */
  rateLimit(host: string): RateLimit | undefined;
  /** The distinct warnings that registries have sent, at most 100. */
  warnings(): readonly RegistryWarning[];
  /** Closes all connections; running calls fail. */
  close(): Promise<void>;
}

/**
 * A client for every registry: listed ones as configured, all others by HTTPS at public addresses. Throws
 * `RegistrySettingsError` for settings that cannot work.
 */
export function createRegistry(settings: ClientSettings, deps: ClientDeps = {}): RegistryClient {
  const limits = clientLimits(settings);
  const endpoints = createEndpoints(settings.registries);
  const { listedOrigins } = endpoints;
  const listed = createSender(listedOrigins, deps);
  const open = createSender(new Set(), deps);
  const headers = createHeaderRecorder(deps.onWarning ?? (() => undefined));
  const observe = deps.observe ?? (() => undefined);
  const dispatch = createDispatch({
    listedOrigins,
    listed,
    open,
    userAgent: limits.userAgent,
    observe,
    headers,
  });

  const credential: FindCredential = async (host, repository) => {
    const configured = endpoints.of(host);
    if (configured?.username !== undefined && configured.password !== undefined) {
      return { type: 'password', username: configured.username, password: configured.password };
    }
    return deps.credential?.(host, repository);
  };
  const tokens = createTokenCache({ dispatch, credential, deadlineMs: limits.deadlineMs });
  const authorizer = createAuthorizer({ tokens, credential });
  const slots = createSlots(limits.maxConcurrentPerHost);
  const random = deps.random ?? Math.random;
  const pacing = createPacing({ writeWaitMs: limits.writeWaitMs, random });
  const exchange = createExchange({ limits, slots, pacing, dispatch, authorizer, random });

  const wiring = { endpoints, exchange, deadlineMs: limits.deadlineMs };
  const manifests = createManifestReads(wiring);
  const blobs = createBlobReads(wiring);
  return {
    ...blobs,
    ...withVisibilityCheck(
      { ...manifests, ...blobs, ...createTagLists(wiring) },
      { endpoints, exchange, credential },
    ),
    ...createListPages(wiring),
    ...createReferrersLists({ ...wiring, getManifest: manifests.getManifest }),
    ...createBlobUploads({ ...wiring, random }),
    ...createManifestWrites({ ...wiring, reader: manifests }),
    rateLimit: headers.rateLimit,
    warnings: headers.warnings,
    async close() {
      await Promise.all([listed.close(), open.close()]);
    },
  };
}

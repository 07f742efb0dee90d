import { createBlobs } from './operations/blob-reads.ts';
import { createUploads } from './operations/blob-uploads.ts';
import { createReferrers } from './operations/lists/referrers.ts';
import { createTags } from './operations/lists/tags.ts';
import { createManifests } from './operations/manifest-reads.ts';
import { createWrites } from './operations/manifest-writes.ts';
import { tellHidden } from './operations/visibility.ts';
import type { Registry } from './registry.ts';
import { type ClientSettings, clientLimits } from './settings.ts';
import { createAuthority } from './transport/auth/authorization.ts';
import type { FindCredential } from './transport/auth/credential.ts';
import { createTokens } from './transport/auth/token-cache.ts';
import { createExchange } from './transport/exchange.ts';
import { createDispatch } from './transport/http/dispatch.ts';
import type { ConnectorDeps } from './transport/http/guarded-connector.ts';
import type { Observe, RateLimit, RegistryWarning } from './transport/http/observed-request.ts';
import { createNotes } from './transport/http/rate-limits-and-warnings.ts';
import { createSender } from './transport/http/sender.ts';
import { createSlots } from './transport/limits/concurrency-slots.ts';
import { createPacing } from './transport/pacing.ts';
import { createEndpoints } from './transport/request/endpoints.ts';

/** What the client stands on; everything has a default. */
export interface ClientDeps extends ConnectorDeps {
  /** Credentials beside the configured ones; none by default. */
  readonly credential?: FindCredential;
  /** Hears of every HTTP request that was sent. */
  readonly observe?: Observe;
  /** Hears of every new `Warning: 299`. */
  readonly onWarning?: (warning: RegistryWarning) => void;
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number;
}

/** The client over the network. */
export interface RegistryClient extends Registry {
  /** The request limit a registry last told of itself; `undefined` where it tells none. */
  quota(host: string): RateLimit | undefined;
  /** Every distinct warning registries have sent. */
  warnings(): readonly RegistryWarning[];
  /** Ends all connections; calls under way fail. */
  close(): Promise<void>;
}

/**
 * A client for every registry there is: listed ones as configured, all others by HTTPS at public addresses.
 * Throws `RegistrySettingsError` for settings that cannot work.
 */
export function createRegistry(settings: ClientSettings, deps: ClientDeps = {}): RegistryClient {
  const limits = clientLimits(settings);
  const endpoints = createEndpoints(settings.registries);
  const { listedOrigins } = endpoints;
  const listed = createSender(listedOrigins, deps);
  const open = createSender(new Set(), deps);
  const notes = createNotes(deps.onWarning ?? (() => undefined));
  const observe = deps.observe ?? (() => undefined);
  const dispatch = createDispatch({
    listedOrigins,
    listed,
    open,
    userAgent: limits.userAgent,
    observe,
    notes,
  });

  const credential: FindCredential = async (host, repository) => {
    const configured = endpoints.of(host);
    if (configured?.username !== undefined && configured.password !== undefined) {
      return { type: 'password', username: configured.username, password: configured.password };
    }
    return deps.credential?.(host, repository);
  };
  const tokens = createTokens({ dispatch, credential, deadlineMs: limits.deadlineMs });
  const authority = createAuthority({ tokens, credential });
  const slots = createSlots(limits.maxConcurrentPerHost);
  const random = deps.random ?? Math.random;
  const pacing = createPacing({ writeWaitMs: limits.writeWaitMs, random });
  const exchange = createExchange({ limits, slots, pacing, dispatch, authority, random });

  const wiring = { endpoints, exchange, deadlineMs: limits.deadlineMs };
  const manifests = createManifests(wiring);
  const blobs = createBlobs(wiring);
  return {
    ...blobs,
    ...tellHidden({ ...manifests, ...blobs, ...createTags(wiring) }, { endpoints, exchange, credential }),
    ...createReferrers({ ...wiring, getManifest: manifests.getManifest }),
    ...createUploads({ ...wiring, random }),
    ...createWrites({ ...wiring, reader: manifests }),
    quota: (host) => notes.quota(host),
    warnings: () => notes.warnings(),
    async close() {
      await Promise.all([listed.close(), open.close()]);
    },
  };
}

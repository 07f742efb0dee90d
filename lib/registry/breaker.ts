import type { Repository } from '#lib/oci/reference.ts';
import { RegistryError } from './errors.ts';
import type { RegistryReader } from './registry.ts';

export interface BreakerOptions {
  /** Failures in a row after which a host is left alone. */
  readonly failures: number;
  /** For how long, in milliseconds. */
  readonly pauseMs: number;
  readonly now?: () => number;
  /** Called when requests to a host are paused, with the end in milliseconds since the epoch. */
  readonly onPause?: (host: string, until: number) => void;
}

/** A reader that pauses requests to hosts that do not answer. */
export interface Breaker extends RegistryReader {
  /** Ends a host's pause at once. */
  forgive(host: string): void;
}

/**
 * Leaves a host alone for a while after it did not answer several times in a row: a registry that is down costs
 * each of its images no deadline of its own. What is refused meanwhile fails with the error that was last met,
 * said anew: "could not check", never "gone".
 */
export function withBreaker(registry: RegistryReader, options: BreakerOptions): Breaker {
  const now = options.now ?? Date.now;
  const hosts = new Map<string, { failures: number; until: number; last: RegistryError }>();

  async function guarded<T>({ registry: host }: Repository, call: () => Promise<T>): Promise<T> {
    const state = hosts.get(host);
    if (state !== undefined && state.failures >= options.failures && now() < state.until)
      throw restated(state.last);
    try {
      const answer = await call();
      hosts.delete(host);
      return answer;
    } catch (error) {
      if (error instanceof RegistryError && (error.kind === 'unreachable' || error.kind === 'timeout')) {
        const failures = (hosts.get(host)?.failures ?? 0) + 1;
        const until = now() + options.pauseMs;
        hosts.set(host, { failures, until, last: error });
        if (failures >= options.failures) options.onPause?.(host, until);
      } else if (error instanceof RegistryError && error.kind !== 'aborted') {
        hosts.delete(host);
      }
      throw error;
    }
  }

  return {
    forgive: (host) => void hosts.delete(host),
    resolve: (reference, call) => guarded(reference, () => registry.resolve(reference, call)),
    getManifest: (reference, call) => guarded(reference, () => registry.getManifest(reference, call)),
    getBlob: (address, call) => guarded(address, () => registry.getBlob(address, call)),
    openBlob: (address, call) => guarded(address, () => registry.openBlob(address, call)),
    hasBlob: (address, call) => guarded(address, () => registry.hasBlob(address, call)),
    listTags: (repository, call) => guarded(repository, () => registry.listTags(repository, call)),
    listReferrers: (address, call) => guarded(address, () => registry.listReferrers(address, call)),
  };
}

function restated(last: RegistryError): RegistryError {
  return new RegistryError(
    { ...last, problem: `${last.problem} (several times in a row: it is asked again in a while)` },
    { cause: last },
  );
}

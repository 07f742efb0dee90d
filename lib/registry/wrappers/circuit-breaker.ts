import { LRUCache } from 'lru-cache';
import { MAX_WANTED_SECONDS, RegistryError } from '../errors.ts';
import type { RegistryReader } from '../registry.ts';
import { type ReaderCall, wrapReader } from './wrap-reader.ts';

interface BreakerOptions {
  /** Failures in a row after which requests to a host are paused. */
  readonly failures: number;
  /** Length of a pause in milliseconds. */
  readonly pauseMs: number;
  /** Milliseconds since the epoch; the system's clock by default. */
  readonly now?: () => number;
  /** Called when requests to a host are paused, with the end in milliseconds since the epoch. */
  readonly onPause?: (host: string, until: number) => void;
}

/** A reader that pauses requests to hosts that do not answer, or that want a pause. */
interface Breaker extends RegistryReader {
  /** Pauses a host that asked another process to slow down (429); `until` in milliseconds since the epoch. */
  pause(host: string, until: number): void;
  /** Ends a host's pause at once. */
  resume(host: string): void;
}

interface Host {
  /** Failures in a row. */
  failures: number;
  /** The last failure; null if the host answers. */
  last: RegistryError | null;
  /** End of the pause in milliseconds since the epoch; null if the host is not paused. */
  until: number | null;
  /** True while the one call after a pause finds out whether the host answers again. */
  probing: boolean;
  /** Calls that run or wait for their turn: a pause ends them. */
  readonly calls: Set<AbortController>;
}

/** Images name hosts as they like: the hosts used longest ago are forgotten. */
const MAX_HOSTS = 1000;

/**
 * Pauses requests to a host after it did not answer several times in a row: a registry that is down or hangs must not
 * cost each of its images a deadline. Calls that run or wait then fail at once with the last error: "could not check",
 * never "gone". A host that limits requests and says for how long (429 with `Retry-After`) is paused as long; calls that
 * run go on. After the pause one call is let through to find out whether the host answers again.
 */
export function withBreaker(registry: RegistryReader, options: BreakerOptions): Breaker {
  const now = options.now ?? Date.now;
  const hosts = new LRUCache<string, Host>({ max: MAX_HOSTS });
  const hostOf = (name: string): Host => {
    const known = hosts.get(name);
    if (known !== undefined) return known;
    const host = { failures: 0, last: null, until: null, probing: false, calls: new Set<AbortController>() };
    hosts.set(name, host);
    return host;
  };

  function failed(name: string, host: Host, error: RegistryError, isProbe: boolean) {
    host.failures += 1;
    host.last = error;
    if (isProbe) host.probing = false;
    const isPaused = host.until !== null && !isProbe;
    if (host.failures >= options.failures && !isPaused) {
      host.until = now() + options.pauseMs;
      for (const call of host.calls) call.abort();
      options.onPause?.(name, host.until);
    }
  }

  function wait(host: Host, error: RegistryError, until: number) {
    host.last = error;
    host.until = Math.min(until, now() + MAX_WANTED_SECONDS * 1000);
  }

  async function guarded<T>(call: ReaderCall<T>): Promise<T> {
    const name = call.repository.registry;
    const host = hostOf(name);
    const isProbe = host.until !== null;
    if (host.until !== null && host.last !== null) {
      if (host.probing || now() < host.until) throw restated(host.last);
      host.probing = true;
    }
    const paused = new AbortController();
    host.calls.add(paused);
    const own = call.signal;
    const signal = own === undefined ? paused.signal : AbortSignal.any([own, paused.signal]);
    try {
      const result = await call.on(registry, signal);
      if (isProbe || !isWaiting(host)) answered(host);
      return result;
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      if (error.kind === 'aborted') {
        throw paused.signal.aborted && own?.aborted !== true && host.last !== null
          ? restated(host.last)
          : error;
      }
      if (error.kind === 'unreachable' || error.kind === 'timeout') failed(name, host, error, isProbe);
      else if (isProbe || !isWaiting(host)) answered(host);
      if (error.kind === 'rate-limited' && error.retryAfter !== undefined)
        wait(host, error, now() + error.retryAfter * 1000);
      throw error;
    } finally {
      host.calls.delete(paused);
      if (isProbe) host.probing = false;
    }
  }

  return {
    ...wrapReader(guarded),
    pause: (name, until) => {
      if (until <= now()) return;
      const what = { kind: 'rate-limited', code: 'TOOMANYREQUESTS', status: 429 } as const;
      const problem = 'limits requests (HTTP 429)';
      const error = new RegistryError({
        ...what,
        problem,
        host: name,
        operation: 'resolve',
        reference: name,
      });
      wait(hostOf(name), error, until);
    },
    resume: (name) => {
      const host = hosts.get(name);
      if (host === undefined) return;
      answered(host);
      host.probing = false;
    },
  };
}

/** A host that wants a pause answers the calls that were sent before it said so: they do not end the pause. */
function isWaiting(host: Host): boolean {
  return host.last?.kind === 'rate-limited';
}

function answered(host: Host): void {
  host.failures = 0;
  host.last = null;
  host.until = null;
}

/** The last error again, for a call that was not sent. */
function restated(last: RegistryError): RegistryError {
  const why = last.kind === 'rate-limited' ? '' : 'several times in a row; ';
  return new RegistryError(
    { ...last, problem: `${last.problem} (${why}requests to it are paused for a while)` },
    { cause: last },
  );
}

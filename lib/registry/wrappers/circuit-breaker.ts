import type { Repository } from '#lib/oci/reference.ts';
import { RegistryError } from '../errors.ts';
import type { CallOptions, RegistryReader } from '../registry.ts';

export interface BreakerOptions {
  /** Failures in a row after which a host is left alone. */
  readonly failures: number;
  /** For how long, in milliseconds. */
  readonly pauseMs: number;
  readonly now?: () => number;
  /** Called when requests to a host are paused, with the end in milliseconds since the epoch. */
  readonly onPause?: (host: string, until: number) => void;
}

/** How a host has answered so far. */
export interface HostState {
  readonly host: string;
  /** `paused`: it gets no request until `until`. `probing`: one request finds out whether it answers again. */
  readonly state: 'answering' | 'failing' | 'paused' | 'probing';
  /** Failures in a row. */
  readonly failures: number;
  /** The last failure; null if it answers. */
  readonly lastError: RegistryError | null;
  /** Milliseconds since the epoch; null if it is not paused. */
  readonly until: number | null;
}

/** A reader that pauses requests to hosts that do not answer. */
export interface Breaker extends RegistryReader {
  /** Ends a host's pause at once. */
  forgive(host: string): void;
  /** Every host that was asked in this process. */
  hosts(): readonly HostState[];
}

interface Host {
  failures: number;
  last: RegistryError | null;
  until: number | null;
  /** The one call that finds out whether it answers again. */
  probing: boolean;
  /** Calls under way or waiting for their turn, to be ended when it is left alone. */
  readonly calls: Set<AbortController>;
}

/** Hosts that are remembered at a time. */
const MAX_HOSTS = 1000;

/**
 * Pauses a host for a while after it did not answer several times in a row, so that a registry that is down or hangs does
 * not cost each of its images a deadline. Calls that are running or queued then fail at once with the last error: "could
 * not check", never "gone". After the pause a single call is let through.
 */
export function withBreaker(registry: RegistryReader, options: BreakerOptions): Breaker {
  const now = options.now ?? Date.now;
  const hosts = new Map<string, Host>();
  const hostOf = (name: string): Host => {
    const known = hosts.get(name);
    if (known !== undefined) return known;
    // Images name hosts as they like: what answers and is idle is forgotten.
    if (hosts.size >= MAX_HOSTS) {
      for (const [each, { failures, calls }] of hosts)
        if (failures === 0 && calls.size === 0) hosts.delete(each);
    }
    const host = { failures: 0, last: null, until: null, probing: false, calls: new Set<AbortController>() };
    hosts.set(name, host);
    return host;
  };

  function answered(host: Host) {
    host.failures = 0;
    host.last = null;
    host.until = null;
  }

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

  async function guarded<T, O extends CallOptions>(
    { registry: name }: Repository,
    given: O | undefined,
    call: (options: O & CallOptions) => Promise<T>,
  ): Promise<T> {
    const host = hostOf(name);
    const isProbe = host.until !== null;
    if (host.until !== null && host.last !== null) {
      if (host.probing || now() < host.until) throw restated(host.last);
      host.probing = true;
    }
    const ended = new AbortController();
    host.calls.add(ended);
    const own = given?.signal;
    const signal = own === undefined ? ended.signal : AbortSignal.any([own, ended.signal]);
    try {
      const answer = await call({ ...given, signal } as O & CallOptions);
      answered(host);
      return answer;
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      if (error.kind === 'aborted') {
        throw ended.signal.aborted && own?.aborted !== true && host.last !== null
          ? restated(host.last)
          : error;
      }
      if (error.kind === 'unreachable' || error.kind === 'timeout') failed(name, host, error, isProbe);
      else answered(host);
      throw error;
    } finally {
      host.calls.delete(ended);
      if (isProbe) host.probing = false;
    }
  }

  return {
    forgive: (name) => {
      const host = hosts.get(name);
      if (host === undefined) return;
      answered(host);
      host.probing = false;
    },
    resolve: (reference, given) => guarded(reference, given, (call) => registry.resolve(reference, call)),
    getManifest: (reference, given) =>
      guarded(reference, given, (call) => registry.getManifest(reference, call)),
    getBlob: (address, given) => guarded(address, given, (call) => registry.getBlob(address, call)),
    openBlob: (address, given) => guarded(address, given, (call) => registry.openBlob(address, call)),
    hasBlob: (address, given) => guarded(address, given, (call) => registry.hasBlob(address, call)),
    listTags: (repository, given) =>
      guarded(repository, given, (call) => registry.listTags(repository, call)),
    listReferrers: (address, given) =>
      guarded(address, given, (call) => registry.listReferrers(address, call)),
    hosts: () => [...hosts].map(([name, host]) => stateOf(name, host)),
  };
}

function stateOf(host: string, { failures, last, until, probing }: Host): HostState {
  const state = until === null ? (failures === 0 ? 'answering' : 'failing') : probing ? 'probing' : 'paused';
  return { host, state, failures, lastError: last, until };
}

function restated(last: RegistryError): RegistryError {
  return new RegistryError(
    { ...last, problem: `${last.problem} (several times in a row: it is asked again in a while)` },
    { cause: last },
  );
}

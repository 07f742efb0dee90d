import { LRUCache } from 'lru-cache';
import type { Repository } from '#lib/oci/reference.ts';
import { formatRepository } from '#lib/oci/reference.ts';
import { RegistryError } from '../errors.ts';
import type { RegistryReader } from '../registry.ts';
import type { Observe } from '../transport/http/observed-request.ts';
import type { RateLimit } from '../transport/http/rate-limit.ts';
import { type ReaderCall, wrapReader } from '../wrappers/wrap-reader.ts';
import { type CallOutcome, healthAfter, type RegistryHealth } from './health.ts';

/** Monitors in memory how registries answer this process. */
export interface HealthMonitor {
  /**
   * Watches the calls of a reader. Wrap the client with it, and the circuit breaker around it: calls that the breaker
   * refuses say nothing about a registry.
   */
  watch(registry: RegistryReader): RegistryReader;
  /** For the client: measures how long requests take, without the wait for a concurrency slot. */
  readonly observe: Observe;
  /** Records that the breaker pauses a host; `until` in milliseconds since the epoch. */
  paused(host: string, until: number): void;
  /** Records that the pause of a host has ended. */
  resumed(host: string): void;
  /** The health of a host; `undefined` for one without requests. */
  of(host: string): RegistryHealth | undefined;
  /** Hosts whose health has changed since the last call. */
  takeChanged(): ReadonlyMap<string, RegistryHealth>;
}

/** Dependencies of a monitor. */
interface MonitorOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The request limit that a registry last announced. */
  readonly rateLimit: (host: string) => RateLimit | undefined;
  /** Called after each call; `stateChanged` if the host's state or pause has changed. */
  readonly onChange: (host: string, stateChanged: boolean) => void;
}

const MAX_HOSTS = 1000;
const MAX_REPOSITORIES = 2000;
/** Weight of a new request in the moving average. */
const WEIGHT = 0.25;

/** A monitor that remembers the 1,000 hosts used last. */
export function createHealthMonitor({ now, rateLimit, onChange }: MonitorOptions): HealthMonitor {
  const healths = new LRUCache<string, RegistryHealth>({ max: MAX_HOSTS });
  const changed = new Set<string>();
  const averages = new LRUCache<string, number>({ max: MAX_HOSTS });
  const shown = new LRUCache<string, boolean>({ max: MAX_REPOSITORIES });

  /** Whether any other repository of the host was visible at its last request. */
  function showsAnother(host: string, repository: string): boolean {
    for (const [name, visible] of shown)
      if (visible && name !== repository && name.startsWith(`${host}/`)) return true;
    return false;
  }

  function keep(host: string, health: RegistryHealth) {
    const before = healths.get(host);
    healths.set(host, { ...health, rateLimit: rateLimit(host) ?? health.rateLimit });
    changed.add(host);
    onChange(host, before?.state !== health.state || before.pausedUntil !== health.pausedUntil);
  }

  function note(repository: Repository, outcome: CallOutcome) {
    const host = repository.registry;
    const name = formatRepository(repository);
    const denied = outcome.kind === 'failed' && outcome.error.kind === 'not-visible';
    if (denied || outcome.kind === 'answered') {
      shown.set(name, !denied);
    }
    const after = healthAfter(healths.get(host), outcome, now(), denied && showsAnother(host, name));
    if (after !== undefined) keep(host, after);
  }

  async function watched<T>(registry: RegistryReader, call: ReaderCall<T>): Promise<T> {
    const { repository } = call;
    try {
      const result = await call.on(registry);
      note(repository, { kind: 'answered', ms: averages.get(repository.registry) ?? 0 });
      return result;
    } catch (error) {
      if (error instanceof RegistryError) note(repository, { kind: 'failed', error });
      throw error;
    }
  }

  return {
    watch: (registry) => wrapReader((call) => watched(registry, call)),
    observe({ host, ms, status }) {
      if (status === undefined) return;
      const before = averages.get(host) ?? ms;
      averages.set(host, before + (ms - before) * WEIGHT);
    },
    paused(host, until) {
      const health = healths.get(host);
      if (health !== undefined) keep(host, { ...health, pausedUntil: until });
    },
    resumed(host) {
      const health = healths.get(host);
      if (health !== undefined) healths.set(host, { ...health, pausedUntil: null });
    },
    of: (host) => healths.get(host),
    takeChanged() {
      const taken = new Map(
        [...changed].flatMap((host): [string, RegistryHealth][] => {
          const health = healths.get(host);
          return health === undefined ? [] : [[host, health]];
        }),
      );
      changed.clear();
      return taken;
    },
  };
}

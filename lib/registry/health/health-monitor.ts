import { LRUCache } from 'lru-cache';
import type { Repository } from '#lib/oci/reference.ts';
import { formatRepository } from '#lib/oci/reference.ts';
import { RegistryError } from '../errors.ts';
import type { RegistryReader } from '../registry.ts';
import type { Observe, RateLimit } from '../transport/http/observed-request.ts';
import { type ReaderCall, wrapReader } from '../wrappers/wrap-reader.ts';
import { type CallOutcome, healthAfter, type RegistryHealth } from './health.ts';

/** How registries answer this process, kept in memory. */
export interface HealthMonitor {
  /**
   * Watches a reader: each call that ends counts. Belongs inside the breaker, whose pauses must not count for a
   * registry.
   */
  watch(registry: RegistryReader): RegistryReader;
  /** For the client: how long requests take, without the wait for a free slot. */
  readonly observe: Observe;
  /** The breaker pauses a host until then, in milliseconds since the epoch. */
  paused(host: string, until: number): void;
  /** The pause of a host has ended. */
  resumed(host: string): void;
  of(host: string): RegistryHealth | undefined;
  /** Hosts whose health has changed since the last call. */
  takeChanged(): ReadonlyMap<string, RegistryHealth>;
}

export interface MonitorOptions {
  readonly now: () => number;
  /** What a registry last said of its request limit. */
  readonly rateLimit: (host: string) => RateLimit | undefined;
  /** Called at the end of each call; `stateChanged` if the host's state has changed. */
  readonly onChange: (host: string, stateChanged: boolean) => void;
}

const MAX_HOSTS = 1000;
const MAX_REPOSITORIES = 2000;
/** The weight of a new request's time in the average. */
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

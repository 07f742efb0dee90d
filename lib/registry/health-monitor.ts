import type { Repository } from '#lib/oci/reference.ts';
import { formatRepository } from '#lib/oci/reference.ts';
import { RegistryError } from './errors.ts';
import { type CallOutcome, healthAfter, type RegistryHealth } from './health.ts';
import type { Observe, RateLimit } from './observe.ts';
import type { RegistryReader } from './registry.ts';

/** How registries answer this process, kept in memory. */
export interface HealthMonitor {
  /** The reader, watched: each call that ends counts. Goes inside a breaker, which must not count for a registry. */
  watch(registry: RegistryReader): RegistryReader;
  /** For the client: how long requests take, waits for a free slot apart. */
  readonly observe: Observe;
  /** The breaker leaves a host alone until then, in milliseconds since the epoch. */
  paused(host: string, until: number): void;
  /** A host is asked again at once: its pause is over. */
  resumed(host: string): void;
  of(host: string): RegistryHealth | undefined;
  /** Hosts whose health is another one than when this was last called. */
  takeChanged(): ReadonlyMap<string, RegistryHealth>;
}

export interface MonitorOptions {
  readonly now: () => number;
  /** What a registry last said of its request limit. */
  readonly rateLimit: (host: string) => RateLimit | undefined;
  /** Hears of each call's end; `stateChanged` where the host's state is another one than before. */
  readonly onChange: (host: string, stateChanged: boolean) => void;
}

const MAX_HOSTS = 1000;
const MAX_REPOSITORIES = 2000;
/** Of a new request's time in the average. */
const WEIGHT = 0.25;

/** A monitor that remembers at most 1,000 hosts. */
export function createHealthMonitor({ now, rateLimit, onChange }: MonitorOptions): HealthMonitor {
  const healths = new Map<string, RegistryHealth>();
  const changed = new Set<string>();
  const averages = new Map<string, number>();
  const shown = new Map<string, boolean>();

  /** Whether any other repository of the host was shown when it was asked last. */
  function showsAnother(host: string, repository: string): boolean {
    for (const [name, visible] of shown)
      if (visible && name !== repository && name.startsWith(`${host}/`)) return true;
    return false;
  }

  function keep(host: string, health: RegistryHealth) {
    const before = healths.get(host);
    if (before === undefined && healths.size >= MAX_HOSTS) return;
    healths.set(host, { ...health, rateLimit: rateLimit(host) ?? health.rateLimit });
    changed.add(host);
    onChange(host, before?.state !== health.state || before.pausedUntil !== health.pausedUntil);
  }

  function note(repository: Repository, outcome: CallOutcome) {
    const host = repository.registry;
    const name = formatRepository(repository);
    const denied = outcome.kind === 'failed' && outcome.error.kind === 'not-visible';
    if (denied || outcome.kind === 'answered') {
      if (shown.size >= MAX_REPOSITORIES && !shown.has(name)) shown.clear();
      shown.set(name, !denied);
    }
    const after = healthAfter(healths.get(host), outcome, now(), denied && showsAnother(host, name));
    if (after !== undefined) keep(host, after);
  }

  async function watched<T>(repository: Repository, call: () => Promise<T>): Promise<T> {
    try {
      const answer = await call();
      note(repository, { kind: 'answered', ms: averages.get(repository.registry) ?? 0 });
      return answer;
    } catch (error) {
      if (error instanceof RegistryError) note(repository, { kind: 'failed', error });
      throw error;
    }
  }

  return {
    watch: (registry) => ({
      resolve: (at, call) => watched(at, () => registry.resolve(at, call)),
      getManifest: (at, call) => watched(at, () => registry.getManifest(at, call)),
      getBlob: (at, call) => watched(at, () => registry.getBlob(at, call)),
      openBlob: (at, call) => watched(at, () => registry.openBlob(at, call)),
      hasBlob: (at, call) => watched(at, () => registry.hasBlob(at, call)),
      listTags: (at, call) => watched(at, () => registry.listTags(at, call)),
      listReferrers: (at, call) => watched(at, () => registry.listReferrers(at, call)),
    }),
    observe({ host, ms, status }) {
      if (status === undefined || (averages.size >= MAX_HOSTS && !averages.has(host))) return;
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

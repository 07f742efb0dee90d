import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { canonicalRegistry } from '#lib/oci/reference.ts';
import type { IsChosen } from '#lib/registry/credentials/chosen-hosts.ts';
import type { HealthMonitor } from '#lib/registry/health/health-monitor.ts';
import type { Database } from '#lib/store/database/database.ts';
import {
  forgetRegistries,
  isTrackedOrNamed,
  nameRegistry,
  writeHealth,
} from '#lib/store/registries/registry-health.ts';
import type { Events } from './events.ts';

/** What a process knows about registries besides their contents: their health, and whether they are chosen. */
export interface RegistryStatus {
  /** Whether stored logins may be used: configured, tracked, or named by somebody with the right to. */
  readonly isChosen: IsChosen;
  /** Somebody with the right to named these registries. */
  choose(hosts: readonly string[]): Promise<void>;
  /** The place that has a login for a host, such as `DOCKER_AUTH_CONFIG`; null for none. Never the login. */
  loginSource(host: string): Promise<string | null>;
  /** Called in every process when a registry should be retried at once. */
  askAgain(host: string): void;
  /** Stores what is not stored yet. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** What a process's registries consist of. */
export interface RegistryStatusParts {
  readonly db: Database;
  readonly events: Events;
  readonly log: Logger;
  readonly monitor: HealthMonitor;
  /** What the operator configured, whatever is tracked. */
  readonly isConfigured: (host: string) => boolean;
  readonly sourceOf: (host: string) => Promise<string | undefined>;
  /** Ends a pause of requests to a host. */
  readonly resume: (host: string) => void;
  /** Sends no requests to a host until then, in milliseconds since the epoch. */
  readonly pause: (host: string, until: number) => void;
}

/** How often the database is queried whether a registry is chosen, in milliseconds. */
const CHOSEN_FOR_MS = 60_000;
const NOT_CHOSEN_FOR_MS = 2_000;
const MAX_REMEMBERED = 5000;
/** A changed state is written within the first, the time of the last success within the second, in milliseconds. */
const CHANGE_MS = 500;
const QUIET_MS = 5_000;
/** Hosts that only claims named are forgotten after this. */
const KEPT_MS = 30 * 24 * 3_600_000;
const FORGET_EVERY_MS = 3_600_000;

/** Sets up a process's registries; its monitor must call `noteChange`. */
export function createRegistryStatus(parts: RegistryStatusParts): RegistryStatus & {
  readonly noteChange: (host: string, stateChanged: boolean) => void;
} {
  const { db, events, log, monitor } = parts;
  const remembered = new LRUCache<string, Promise<boolean>>({ max: MAX_REMEMBERED });
  const stateChanged = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let forgetAt = 0;

  async function lookUp(host: string): Promise<boolean> {
    try {
      return await isTrackedOrNamed(db, host);
    } catch (err) {
      // If the lookup fails, requests are anonymous.
      log.warn({ err, host }, 'whether a registry is tracked could not be read');
      return false;
    }
  }

  let writing: Promise<void> = Promise.resolve();
  /** Resolves when everything so far is stored, by a write that began earlier too. */
  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    dueAt = Number.POSITIVE_INFINITY;
    writing = writing.catch(() => undefined).then(write);
    return writing;
  }

  async function write() {
    const told = [...stateChanged];
    stateChanged.clear();
    await writeHealth(db, monitor.takeChanged());
    if (performance.now() >= forgetAt) {
      forgetAt = performance.now() + FORGET_EVERY_MS;
      await forgetRegistries(db, new Date(Date.now() - KEPT_MS));
    }
    await events.publish(
      told.map((host) => ({
        type: 'registry' as const,
        host,
        state: monitor.of(host)?.state ?? null,
        retry: false,
        pausedUntil: wantedPause(host),
      })),
    );
  }

  /** Until when a host wants no requests, from any process (ISO 8601). That it does not answer may be this process's fault. */
  function wantedPause(host: string): string | undefined {
    const { state, pausedUntil = null } = monitor.of(host) ?? {};
    return state === 'rate-limited' && pausedUntil !== null ? new Date(pausedUntil).toISOString() : undefined;
  }

  function flushWithin(ms: number) {
    const at = performance.now() + ms;
    if (at >= dueAt) return;
    dueAt = at;
    clearTimeout(timer);
    timer = setTimeout(() => {
      flush().catch((err) => log.warn({ err }, 'the health of registries could not be stored'));
    }, ms);
    timer.unref();
  }

  const askAgain = (host: string) => {
    parts.resume(host);
    monitor.resumed(host);
  };
  const endListening = events.subscribe((event) => {
    if (event.type !== 'registry') return;
    if (event.retry) askAgain(event.host);
    else if (event.pausedUntil !== undefined) parts.pause(event.host, Date.parse(event.pausedUntil));
  });

  return {
    async isChosen(asked) {
      const host = canonicalRegistry(asked);
      if (parts.isConfigured(host)) return true;
      const known = remembered.get(host);
      if (known !== undefined) return known;
      const chosen = lookUp(host);
      remembered.set(host, chosen, { ttl: NOT_CHOSEN_FOR_MS });
      if (await chosen) remembered.set(host, chosen, { ttl: CHOSEN_FOR_MS });
      return chosen;
    },
    async choose(hosts) {
      for (const host of new Set(hosts.map(canonicalRegistry))) {
        if (parts.isConfigured(host) || (await lookUp(host))) continue;
        await nameRegistry(db, host);
        remembered.delete(host);
      }
    },
    loginSource: async (host) => (await parts.sourceOf(host)) ?? null,
    askAgain,
    noteChange(host, changed) {
      if (changed) stateChanged.add(host);
      flushWithin(changed ? CHANGE_MS : QUIET_MS);
    },
    flush,
    async close() {
      endListening();
      await flush();
    },
  };
}

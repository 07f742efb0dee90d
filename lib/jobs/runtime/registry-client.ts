import type { Logger } from 'pino';
import type { Config } from '#lib/config/config.ts';
import type { Events } from '#lib/fleet/services/events.ts';
import { createRegistryStatus, type RegistryStatus } from '#lib/fleet/services/registry-status.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry, type RegistryClient } from '#lib/registry/client.ts';
import { chosenHosts, credentialsForChosen } from '#lib/registry/credentials/chosen-hosts.ts';
import type { CredentialFinder } from '#lib/registry/credentials/credential-sources.ts';
import { createHealthMonitor, type HealthMonitor } from '#lib/registry/health/health-monitor.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import type { Observe } from '#lib/registry/transport/http/observed-request.ts';
import { withBreaker } from '#lib/registry/wrappers/circuit-breaker.ts';
import type { Database } from '#lib/store/database/database.ts';

const BREAKER = { failures: 5, pauseMs: 30_000 };

/** What a process's registries are made of. */
export interface WatchParts {
  readonly db: Database;
  readonly events: Events;
  readonly log: Logger;
  readonly credential: CredentialFinder;
  readonly observe: Observe;
}

/** The process's client of registries and its watched reader: breaker outside, health inside, logins for chosen hosts. */
export function watchRegistries(
  config: Pick<Config, 'registries' | 'bases' | 'pushAllow'>,
  { db, events, log, credential, observe }: WatchParts,
): { client: RegistryClient; reader: RegistryReader; registries: RegistryStatus } {
  const monitor: HealthMonitor = createHealthMonitor({
    now: Date.now,
    rateLimit: (host) => client.rateLimit(host),
    onChange: (host, changed) => registries.noteChange(host, changed),
  });
  const client: RegistryClient = createRegistry(
    { registries: config.registries },
    {
      credential: credentialsForChosen(credential, (host) => registries.isChosen(host)),
      observe: (request) => {
        monitor.observe(request);
        observe(request);
      },
    },
  );
  const reader = withBreaker(monitor.watch(client), { ...BREAKER, onPause: monitor.paused });
  const registries = createRegistryStatus({
    db,
    events,
    log,
    monitor,
    isConfigured: chosenHosts(configuredHosts(config)),
    sourceOf: credential.sourceOf,
    resume: reader.resume,
    pause: reader.pause,
  });
  return { client, reader, registries };
}

/** Hosts that the configuration names: under `registries:`, as declared bases, and in `push.allow`. */
function configuredHosts({
  registries,
  bases,
  pushAllow,
}: Pick<Config, 'registries' | 'bases' | 'pushAllow'>): string[] {
  return [
    ...registries.map(({ host }) => host),
    ...bases.map(({ base }) => parseReference(base).registry),
    ...pushAllow.map((pattern) => pattern.split('/')[0] ?? ''),
  ];
}

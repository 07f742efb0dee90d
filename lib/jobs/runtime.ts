import { homedir } from 'node:os';
import type { PgBoss } from 'pg-boss';
import { type Logger, pino } from 'pino';
import { type Config, ConfigError } from '#lib/config/config.ts';
import { readSecretKey } from '#lib/config/secret-key.ts';
import type { FleetContext, Push } from '#lib/fleet/context.ts';
import { createDocumentCache } from '#lib/fleet/document-cache.ts';
import { listenForEvents } from '#lib/fleet/events.ts';
import { heedTrust } from '#lib/fleet/heed-trust.ts';
import { createKnownImages } from '#lib/fleet/known-images.ts';
import { createNotifications } from '#lib/fleet/notify/notifications.ts';
import { refusePush } from '#lib/fleet/rebase/push-gate.ts';
import { SAMPLE_HOST } from '#lib/fleet/sample/recipes.ts';
import { sampleRegistry, withSample } from '#lib/fleet/sample/sample-host.ts';
import { createTagBoards } from '#lib/fleet/tag-board.ts';
import { declaredBases } from '#lib/judging/declared-bases.ts';
import { matchesAny, trustedBases } from '#lib/judging/trusted-bases.ts';
import type { RegistryClient } from '#lib/registry/client.ts';
import { createCredentialFinder } from '#lib/registry/credentials/sources.ts';
import type { Observe } from '#lib/registry/observe.ts';
import { routed, routedWrites } from '#lib/registry/routed.ts';
import { RegistrySettingsError } from '#lib/registry/settings.ts';
import { DatabaseError, type OpenDatabase, openDatabase } from '#lib/store/database.ts';
import { NoEmbeddedServerError } from '#lib/store/embedded/binaries.ts';
import { DataInUseError } from '#lib/store/embedded/data-lock.ts';
import { EmbeddedServerError, startEmbeddedServer } from '#lib/store/embedded/server.ts';
import { createLog } from './log.ts';
import { queueOn, startBoss } from './queue.ts';
import { watchRegistries } from './watch-registries.ts';
import { startWorkers } from './workers.ts';

/** A running Baseboard without its pages: what the web process and a worker have in common. */
export interface Runtime {
  readonly config: Config;
  readonly context: FleetContext;
  readonly client: RegistryClient;
  readonly database: OpenDatabase;
  readonly boss: PgBoss;
  readonly log: Logger;
  /** Ends it in order: jobs under way, events, registries, database. */
  stop(): Promise<void>;
}

const STOP_JOBS_MS = 10_000;

/**
 * Starts the database where none is configured, brings its schema up to date, and takes jobs. `observe` hears of
 * every HTTP request to a registry. Throws `ConfigError` for what a person can mend.
 */
export async function startRuntime(config: Config, observe: Observe = () => {}): Promise<Runtime> {
  const log = createLog(config.logLevel, pino.destination({ dest: 2, sync: false }));
  const steps: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of steps.splice(0).toReversed()) {
      await step().catch((err) => log.warn({ err }, 'while stopping'));
    }
  };
  try {
    const embedded =
      config.databaseUrl === undefined ? await startEmbeddedServer(config.dataDirectory) : undefined;
    if (embedded) steps.push(() => embedded.stop());
    const url = config.databaseUrl ?? embedded?.url ?? '';
    const database = await openDatabase(url);
    steps.push(() => database.close());
    const { context, client } = await compose(config, database, log, observe, steps);
    const boss = await startBoss(url, log);
    steps.push(() => boss.stop({ graceful: true, timeout: STOP_JOBS_MS }));
    const complete: FleetContext = { ...context, queue: queueOn(boss) };
    await startWorkers(boss, complete, config.scanEverySeconds);
    await heedTrust(complete, config);
    return { config, context: complete, client, database, boss, log, stop };
  } catch (error) {
    await stop();
    throw asConfigError(error);
  }
}

async function compose(
  config: Config,
  database: OpenDatabase,
  log: Logger,
  observe: Observe,
  steps: (() => Promise<void>)[],
): Promise<{ context: Omit<FleetContext, 'queue'>; client: RegistryClient }> {
  const { db, pool, url } = database;
  const environment = { env: config.credentialEnvironment, home: homedir() };
  const credential = createCredentialFinder(environment, (message) => log.warn(message));
  const events = await listenForEvents(url, pool, log);
  steps.push(() => events.close());
  const { client, reader, registries } = watchRegistries(config, { db, events, log, credential, observe });
  steps.push(() => client.close());
  steps.push(() => registries.close());
  const sample = new Map([[SAMPLE_HOST, sampleRegistry(db)]]);
  const registry = routed(sample, reader);
  const policy = { enabled: config.enablePush, allow: config.pushAllow, ungated: new Set(sample.keys()) };
  const push: Push = {
    registry: routedWrites(sample, client),
    refusal: (repository) => refusePush(policy, repository),
    cascadesByLayers: (base) => matchesAny(config.cascadeByLayers, base),
    keepOldSeconds: config.keepOldSeconds,
  };
  const notifications = createNotifications({ ...config, secretKey: readSecretKey(config) });
  steps.push(() => notifications.close());
  const clock = () => new Date();
  const tagBoards = createTagBoards(db, registry, clock);
  const documents = createDocumentCache(db, clock);
  const trustsBase = withSample(trustedBases(config.trustedBases, config.bases));
  const knownImages = createKnownImages(db, trustsBase);
  const declaredBase = declaredBases(config.bases);
  const known = { documents, knownImages, declaredBase, trustsBase, tagBoards };
  const context = { db, registry, registries, push, notifications, events, ...known, log, clock };
  return { context, client };
}

/** What a person can mend is told as a sentence; anything else stays what it is. */
function asConfigError(error: unknown): unknown {
  const mendable =
    error instanceof DataInUseError ||
    error instanceof EmbeddedServerError ||
    error instanceof NoEmbeddedServerError ||
    error instanceof DatabaseError ||
    error instanceof RegistrySettingsError;
  return mendable ? new ConfigError(error.message) : error;
}

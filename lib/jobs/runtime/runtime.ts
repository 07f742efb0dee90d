import { homedir } from 'node:os';
import type { PgBoss } from 'pg-boss';
import { type Logger, pino } from 'pino';
import type { Config } from '#lib/config/config.ts';
import { ConfigError } from '#lib/config/config-error.ts';
import { readSecretKey } from '#lib/config/secret-key.ts';
import type { FleetContext, Push } from '#lib/fleet/context.ts';
import { createRecovery } from '#lib/fleet/recovery.ts';
import { SAMPLE_HOST } from '#lib/fleet/sample/recipes.ts';
import { sampleRegistry, withSample } from '#lib/fleet/sample/sample-registry.ts';
import { heedTrust } from '#lib/fleet/scan/scan-on-trust-change.ts';
import { createDocumentCache } from '#lib/fleet/services/document-cache.ts';
import { listenForEvents } from '#lib/fleet/services/events.ts';
import { createKnownImages } from '#lib/fleet/services/known-images.ts';
import { createNotifications } from '#lib/fleet/services/notification-senders.ts';
import { createTagBoards } from '#lib/fleet/services/tag-cache.ts';
import { declaredBases } from '#lib/judging/operator-bases/declared-bases.ts';
import { matchesAny, trustedBases } from '#lib/judging/operator-bases/trusted-bases.ts';
import { refusePush } from '#lib/rebase/push-policy.ts';
import type { RegistryClient } from '#lib/registry/client.ts';
import { createCredentialFinder } from '#lib/registry/credentials/credential-sources.ts';
import { RegistrySettingsError } from '#lib/registry/settings.ts';
import type { Observe } from '#lib/registry/transport/http/observed-request.ts';
import { routed, routedWrites } from '#lib/registry/wrappers/routed.ts';
import { type DatabaseClock, startDatabaseClock } from '#lib/store/database/clock.ts';
import { type DatabaseWatch, watchDatabase } from '#lib/store/database/watch.ts';
import { NoEmbeddedServerError } from '#lib/store/embedded/binaries.ts';
import { DataInUseError } from '#lib/store/embedded/data-lock.ts';
import { startEmbeddedServer } from '#lib/store/embedded/server.ts';
import { DataDirectoryError, EmbeddedServerError, explainFileError } from '#lib/store/embedded/trouble.ts';
import { DatabaseError, type OpenDatabase, openDatabase } from '#lib/store/upgrades/open-database.ts';
import { startWorkers, tidyUp } from '../definitions/start-workers.ts';
import { createLog } from '../logging/log.ts';
import { type QuietLog, quietLog } from '../logging/throttled-log.ts';
import { queueOn, startBoss } from '../queue.ts';
import { startTicker } from './recurring-task.ts';
import { watchRegistries } from './registry-client.ts';

/** A running Baseboard without its pages: what the web process and a worker have in common. */
export interface Runtime {
  readonly config: Config;
  readonly context: FleetContext;
  readonly client: RegistryClient;
  readonly database: OpenDatabase;
  readonly boss: PgBoss;
  readonly log: Logger;
  /** Whether the database answers. */
  readonly watch: DatabaseWatch;
  /** Resolves with an error message when the process cannot continue: the embedded database is gone for good. */
  readonly lost: Promise<string>;
  /** Ends it in order: jobs under way, events, registries, database. */
  stop(): Promise<void>;
}

const STOP_JOBS_MS = 10_000;
/** Arbitrary numbers that no other lock uses. */
const RECOVERY_LOCK = 4_203_119;
const TIDYING_LOCK = 4_203_120;
/** Interrupted work continues after at most this plus one heartbeat. */
const RECOVERY_EVERY_MS = 10_000;
const TIDYING_EVERY_MS = 30_000;

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
      config.databaseUrl === undefined
        ? await startEmbeddedServer(config.dataDirectory, (sentence) => log.error(sentence))
        : undefined;
    if (embedded) steps.push(() => embedded.stop());
    const url = config.databaseUrl ?? embedded?.url ?? '';
    const database = await openDatabase(url);
    steps.push(() => database.close());
    const time = await startDatabaseClock(database.pool);
    const { context, client } = await compose(config, database, time.now, log, observe, steps);
    const quiet = quietLog(log);
    const boss = await startBoss(url, quiet);
    steps.push(() => boss.stop({ graceful: true, timeout: STOP_JOBS_MS }));
    const complete: FleetContext = { ...context, queue: queueOn(boss) };
    await startWorkers(boss, complete);
    await heedTrust(complete, config);
    const watch = watchDatabase(database.pool);
    steps.push(async () => watch.close());
    steps.push(...startTickers(complete, database, time, config.scanEverySeconds, quiet));
    const lost =
      embedded === undefined ? new Promise<never>(() => {}) : embedded.lost.then(({ message }) => message);
    return { config, context: complete, client, database, boss, log, watch, lost, stop };
  } catch (error) {
    await stop();
    throw asConfigError(explainFileError(config.dataDirectory, error));
  }
}

/** Starts the recurring tasks; returns a function that stops them. */
function startTickers(
  context: FleetContext,
  { pool }: OpenDatabase,
  time: DatabaseClock,
  scanEverySeconds: number,
  log: QuietLog,
): (() => Promise<void>)[] {
  const recover = createRecovery(context, scanEverySeconds);
  const recovery = startTicker(pool, { lock: RECOVERY_LOCK, everyMs: RECOVERY_EVERY_MS, act: recover, log });
  const tidying = startTicker(pool, {
    lock: TIDYING_LOCK,
    everyMs: TIDYING_EVERY_MS,
    act: () => tidyUp(context),
    log,
  });
  const syncing = setInterval(() => {
    time.sync().catch((error: unknown) => log.error(error, 'the time of the database could not be read'));
  }, RECOVERY_EVERY_MS).unref();
  return [() => tidying.stop(), () => recovery.stop(), async () => clearInterval(syncing)];
}

async function compose(
  config: Config,
  database: OpenDatabase,
  clock: FleetContext['clock'],
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
    error instanceof DataDirectoryError ||
    error instanceof NoEmbeddedServerError ||
    error instanceof DatabaseError ||
    error instanceof RegistrySettingsError;
  return mendable ? new ConfigError(error.message) : error;
}

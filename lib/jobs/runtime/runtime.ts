import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import type { PgBoss } from 'pg-boss';
import { type Logger, pino } from 'pino';
import type { Config } from '#lib/config/config.ts';
import { ConfigError } from '#lib/config/config-error.ts';
import { readSecretKey } from '#lib/config/secret-key.ts';
import { cleanUp } from '#lib/fleet/cleanup.ts';
import type { FleetContext } from '#lib/fleet/context.ts';
import type { Push } from '#lib/fleet/rebase/push.ts';
import { createRecovery } from '#lib/fleet/recovery.ts';
import { runSchedules } from '#lib/fleet/reports/schedules/run-schedules.ts';
import { SAMPLE_HOST } from '#lib/fleet/sample/recipes.ts';
import { sampleRegistry, withSample } from '#lib/fleet/sample/sample-registry.ts';
import { scanOnTrustChange } from '#lib/fleet/scan/scan-on-trust-change.ts';
import { createDeclaredBases } from '#lib/fleet/services/declared-bases.ts';
import { createDocumentCache } from '#lib/fleet/services/document-cache.ts';
import { listenForEvents } from '#lib/fleet/services/events.ts';
import { createKnownImages } from '#lib/fleet/services/known-images.ts';
import { createNotifications, type ObserveDelivery } from '#lib/fleet/services/notification-senders.ts';
import { createSourceAccess } from '#lib/fleet/services/source-access.ts';
import { createTagCaches } from '#lib/fleet/services/tag-cache.ts';
import { enqueueDueSources } from '#lib/fleet/sources/due-sources.ts';
import { matchesAny, trustedBases } from '#lib/judging/operator-bases/trusted-bases.ts';
import { refusePush } from '#lib/rebase/push-policy.ts';
import type { RegistryClient } from '#lib/registry/client.ts';
import { credentialsForChosen } from '#lib/registry/credentials/chosen-hosts.ts';
import { createCredentialFinder } from '#lib/registry/credentials/credential-sources.ts';
import { RegistrySettingsError } from '#lib/registry/settings.ts';
import type { Observe } from '#lib/registry/transport/http/observed-request.ts';
import { routed, routedWrites } from '#lib/registry/wrappers/routed.ts';
import { ADVISORY_LOCK } from '#lib/store/database/advisory-locks.ts';
import { type DatabaseClock, startDatabaseClock } from '#lib/store/database/clock.ts';
import { type DatabaseWatch, watchDatabase } from '#lib/store/database/watch.ts';
import { NoEmbeddedServerError } from '#lib/store/embedded/binaries.ts';
import { DataInUseError } from '#lib/store/embedded/data-lock.ts';
import { startEmbeddedServer } from '#lib/store/embedded/server.ts';
import { DataDirectoryError, EmbeddedServerError, explainFileError } from '#lib/store/embedded/trouble.ts';
import { DatabaseError, type OpenDatabase, openDatabase } from '#lib/store/upgrades/open-database.ts';
import { JOBS, queueOn, startAllWorkers } from '../definitions/all-jobs.ts';
import { createLog } from '../logging/log.ts';
import { type ThrottledLog, throttledLog } from '../logging/throttled-log.ts';
import { startBoss } from '../queue/boss.ts';
import { startRecurringTask } from './recurring-task.ts';
import { watchRegistries } from './registry-client.ts';
import { startTagWorkers } from './tag-workers.ts';

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
/** Interrupted work continues after at most this plus one heartbeat. */
const RECOVERY_EVERY_MS = 10_000;
const CLEANUP_EVERY_MS = 30_000;
/** A scheduled report is sent at most this long after its time. */
const SCHEDULE_EVERY_MS = 20_000;
/** A source is listed at most this long after its time, if its host is free. */
const SOURCES_EVERY_MS = 3_000;

/**
 * Starts the embedded database if no other is configured, migrates its schema, and starts workers. `observe` is called
 * with every HTTP request to a registry, `observeDelivery`
 * with every attempt to deliver a message. Throws `ConfigError` for what a person can fix.
 */
export async function startRuntime(
  config: Config,
  observe: Observe = () => {},
  observeDelivery: ObserveDelivery = () => {},
): Promise<Runtime> {
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
    const { context, client } = await compose(
      config,
      database,
      time.now,
      log,
      { observe, observeDelivery },
      steps,
    );
    const throttled = throttledLog(log);
    const boss = await startBoss(url, JOBS, throttled);
    steps.push(() => boss.stop({ graceful: true, timeout: STOP_JOBS_MS }));
    const complete: FleetContext = { ...context, queue: queueOn(boss) };
    await startAllWorkers(boss, complete);
    await scanOnTrustChange(complete, config);
    const watch = watchDatabase(database.pool);
    steps.push(async () => watch.close());
    steps.push(...startRecurringTasks(complete, database, time, config.scanEverySeconds, throttled));
    const lost =
      embedded === undefined ? new Promise<never>(() => {}) : embedded.lost.then(({ message }) => message);
    return { config, context: complete, client, database, boss, log, watch, lost, stop };
  } catch (error) {
    await stop();
    throw asConfigError(explainFileError(config.dataDirectory, error));
  }
}

/** Starts the recurring tasks; returns a function that stops them. */
function startRecurringTasks(
  context: FleetContext,
  { pool }: OpenDatabase,
  time: DatabaseClock,
  scanEverySeconds: number,
  log: ThrottledLog,
): (() => Promise<void>)[] {
  const recover = createRecovery(context);
  const recovery = startRecurringTask(pool, {
    lock: ADVISORY_LOCK.recovery,
    everyMs: RECOVERY_EVERY_MS,
    act: recover,
    log,
  });
  const cleanup = startRecurringTask(pool, {
    lock: ADVISORY_LOCK.cleanup,
    everyMs: CLEANUP_EVERY_MS,
    act: () => cleanUp(context),
    log,
  });
  const schedules = startRecurringTask(pool, {
    lock: ADVISORY_LOCK.schedules,
    everyMs: SCHEDULE_EVERY_MS,
    act: () => runSchedules(context),
    log,
  });
  const sources = startRecurringTask(pool, {
    lock: ADVISORY_LOCK.dueSources,
    everyMs: SOURCES_EVERY_MS,
    act: () => enqueueDueSources(context),
    log,
  });
  const tagWorkers = startTagWorkers(context, scanEverySeconds, log);
  const syncing = setInterval(() => {
    time.sync().catch((error: unknown) => log.error(error, 'the time of the database could not be read'));
  }, RECOVERY_EVERY_MS).unref();
  return [
    () => sources.stop(),
    () => tagWorkers.stop(),
    () => schedules.stop(),
    () => cleanup.stop(),
    () => recovery.stop(),
    async () => clearInterval(syncing),
  ];
}

async function compose(
  config: Config,
  database: OpenDatabase,
  clock: FleetContext['clock'],
  log: Logger,
  { observe, observeDelivery }: { readonly observe: Observe; readonly observeDelivery: ObserveDelivery },
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
  const notifications = createNotifications(
    { ...config, secretKey: readSecretKey(config) },
    { observe: observeDelivery },
  );
  steps.push(() => notifications.close());
  const tagCaches = createTagCaches(db, registry, clock);
  const documents = createDocumentCache(db, clock);
  const trustsBase = withSample(trustedBases(config.trustedBases, config.bases));
  const knownImages = createKnownImages(db, trustsBase);
  const declaredBases = createDeclaredBases({ db, events, log }, config.bases);
  steps.push(async () => declaredBases.close());
  await declaredBases.refresh();
  const declaredBase = declaredBases.baseOf;
  const { ownerLabel } = config;
  const known = { documents, knownImages, declaredBases, declaredBase, trustsBase, tagCaches, ownerLabel };
  const sources = createSourceAccess(
    client,
    {
      registries: config.registries,
      credential: credentialsForChosen(credential, (host) => registries.isChosen(host)),
    },
    {
      env: config.credentialEnvironment,
      readFile: (path) => readFileSync(path, 'utf8'),
      userAgent: 'baseboard',
    },
    new Map(config.sources.map((source) => [source.name, source.credential])),
  );
  const context = { db, registry, registries, sources, push, notifications, events, ...known, log, clock };
  return { context, client };
}

/** Turns errors that a person can fix into `ConfigError`; others stay as they are. */
function asConfigError(error: unknown): unknown {
  const isFixable =
    error instanceof DataInUseError ||
    error instanceof EmbeddedServerError ||
    error instanceof DataDirectoryError ||
    error instanceof NoEmbeddedServerError ||
    error instanceof DatabaseError ||
    error instanceof RegistrySettingsError;
  return isFixable ? new ConfigError(error.message) : error;
}

// A fleet for tests: registries in memory behind a real client that counts its requests, a real PostgreSQL, and a
// queue whose jobs run when the test says so.
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import type { BaseDeclaration } from '#lib/judging/operator-bases/declared-bases.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { credentialsForChosen } from '#lib/registry/credentials/chosen-hosts.ts';
import { createHealthMonitor } from '#lib/registry/health/health-monitor.ts';
import { type ServedRegistry, type ServeOptions, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import type { ClientSettings } from '#lib/registry/settings.ts';
import { createRequestCounter, type RequestCounter } from '#lib/registry/testing/request-counter.ts';
import type { Credential } from '#lib/registry/transport/auth/credential.ts';
import { withBreaker } from '#lib/registry/wrappers/circuit-breaker.ts';
import { routed, routedWrites } from '#lib/registry/wrappers/routed.ts';
import type { WaitingDelivery } from '#lib/store/notifications/notifications.ts';
import { createTestDatabase } from '#lib/store/testing.ts';
import { openDatabase } from '#lib/store/upgrades/open-database.ts';
import type { FleetContext } from './context.ts';
import { SAMPLE_HOST } from './sample/recipes.ts';
import { sampleRegistry, withSample } from './sample/sample-registry.ts';
import { scanChunk } from './scan/scan-chunk.ts';
import type { ScanJob } from './scan/scan-queue.ts';
import { createDeclaredBases } from './services/declared-bases.ts';
import { createDocumentCache } from './services/document-cache.ts';
import { type FleetEvent, listenForEvents } from './services/events.ts';
import { createKnownImages } from './services/known-images.ts';
import { createNotifications } from './services/notification-senders.ts';
import { createRegistryStatus, type RegistryStatus } from './services/registry-status.ts';
import { createSourceAccess } from './services/source-access.ts';
import { createTagCaches } from './services/tag-cache.ts';

/** Time for the first start of a database on a busy machine, in milliseconds. */
export const SLOW = 60_000;

/** A fleet of nothing, on a database of its own. */
export interface TestFleet extends AsyncDisposable {
  readonly context: FleetContext;
  /** Its database's. */
  readonly url: string;
  /** The registries of the options, in order. */
  readonly registries: readonly ServedRegistry[];
  /** The first of them. */
  readonly registry: ServedRegistry;
  /** Requests to them. */
  readonly counter: RequestCounter;
  /** Every event so far. */
  readonly heard: readonly FleetEvent[];
  /** Jobs that were enqueued and not run yet. */
  readonly jobs: { readonly job: ScanJob }[];
  /** How often a move of the sample's base was enqueued. */
  sampleMoves(): number;
  /** How often the search for due notifications was enqueued. */
  noticesAsked(): number;
  /** Messages that were enqueued and not taken from the queue yet. */
  readonly deliveries: WaitingDelivery[];
  /** Listings of sources that were enqueued, by the source's id. */
  readonly listings: string[];
  /** Runs the jobs that wait, all at once. */
  runJobs(): Promise<void>;
  /** Lets time pass for the fleet. */
  pass(seconds: number): void;
  /** Waits until all events so far have arrived. */
  settle(): Promise<readonly FleetEvent[]>;
  /** The fleet in another process with empty memory: the same database and registries. */
  restarted(): FleetContext;
}

export interface TestFleetOptions {
  /** Fills its empty database before it is opened. */
  readonly prepare?: (url: string) => Promise<void>;
  /** How many registries are served; 1 by default. */
  readonly registries?: number;
  /** More hosts that the operator listed, such as the servers of clusters and git hosts; without TLS. */
  readonly listedHosts?: readonly string[];
  /** How each of them is served, by its place. */
  readonly serve?: (index: number) => ServeOptions;
  readonly client?: Partial<ClientSettings>;
  readonly notifications?: Partial<Parameters<typeof createNotifications>[0]>;
  /** How their connections are made. */
  readonly outbound?: Parameters<typeof createNotifications>[1];
  /** A login for every registry, used as the service uses one; none by default. */
  readonly login?: Credential;
  /** Failures in a row after which requests to a registry pause for half a minute; never by default. */
  readonly failuresBeforePause?: number;
  /** The bases that the configuration declares; none by default. */
  readonly bases?: readonly BaseDeclaration[];
  /** More bases that the operator declares, as a function; none by default. */
  readonly declaredBase?: FleetContext['declaredBase'];
  /** Which names the operator trusts to be bases; none by default. */
  readonly trustsBase?: FleetContext['trustsBase'];
}

/** Answers a function that opens fleets, each on a database of its own. */
export function fleetTests(): (options?: TestFleetOptions) => Promise<TestFleet> {
  return async (options = {}) => openFleet(await createTestDatabase(), options);
}

async function openFleet(url: string, options: TestFleetOptions): Promise<TestFleet> {
  await options.prepare?.(url);
  const { db, pool, close } = await openDatabase(url);
  const registries = await Promise.all(
    Array.from({ length: options.registries ?? 1 }, (_, index) =>
      serveMemoryRegistry(options.serve?.(index)),
    ),
  );
  const [registry] = registries;
  if (registry === undefined) throw new Error('a fleet has at least one registry');
  const counter = createRequestCounter();
  const settings = [...registries.map(({ host }) => host), ...(options.listedHosts ?? [])].map((host) => ({
    ...{ host, plainHttp: true },
  }));
  const chosen: { care?: RegistryStatus } = {};
  const client = createRegistry(
    { registries: settings, retries: 0, ...options.client },
    {
      observe: counter.observe,
      credential: credentialsForChosen(
        async () => options.login,
        async (host) => (await chosen.care?.isChosen(host)) ?? false,
      ),
    },
  );
  const log = pino({ level: 'silent' });
  const events = await listenForEvents(url, pool, log);
  const heard: FleetEvent[] = [];
  events.subscribe((event) => heard.push(event));
  let passed = 0;
  const clock = () => new Date(Date.now() + passed);
  const jobs: { job: ScanJob }[] = [];
  const running = new Set<ScanJob>();
  const open = () => [...jobs.map(({ job }) => job), ...running];
  let sampleMoves = 0;
  let noticesAsked = 0;
  const deliveries: WaitingDelivery[] = [];
  const listings: string[] = [];
  const unexpected = async () => {
    throw new Error('this fleet has no queue for it');
  };
  const queue: FleetContext['queue'] = {
    scan: async (added) => void jobs.push(...added.map((job) => ({ job }))),
    holdsScan: async (id) => open().some(({ scanId }) => scanId === id),
    holdsImage: async (id) => open().some(({ imageIds }) => imageIds.includes(id)),
    moveSample: async () => {
      sampleMoves += 1;
    },
    notices: async () => {
      noticesAsked += 1;
    },
    deliver: async (waiting) => void deliveries.push(...waiting),
    rebase: unexpected,
    holdsRebase: unexpected,
    cascade: unexpected,
    holdsCascade: unexpected,
    listSource: async (id) => void listings.push(id),
  };
  const notifications = createNotifications(
    {
      notifications: { allowHosts: [] },
      smtp: undefined,
      publicUrl: undefined,
      secretKey: 'the key of a fleet for tests, of no worth',
      ...options.notifications,
    },
    options.outbound,
  );
  const trustsBase = withSample(options.trustsBase ?? (() => false));
  const closing: (() => Promise<void>)[] = [];
  const compose = (): FleetContext => {
    const sample = new Map([[SAMPLE_HOST, sampleRegistry(db)]]);
    const monitor = createHealthMonitor({
      now: () => clock().getTime(),
      rateLimit: (host) => client.rateLimit(host),
      onChange: (host, changed) => care.noteChange(host, changed),
    });
    const breaker = withBreaker(monitor.watch(client), {
      failures: options.failuresBeforePause ?? Number.POSITIVE_INFINITY,
      pauseMs: 30_000,
      now: () => clock().getTime(),
      onPause: monitor.paused,
    });
    const reader = routed(sample, breaker);
    const care = createRegistryStatus({
      ...{ db, events, log, monitor },
      isConfigured: () => false,
      sourceOf: async () => (options.login === undefined ? undefined : 'a test'),
      resume: breaker.resume,
      pause: breaker.pause,
    });
    chosen.care = care;
    closing.push(() => care.close());
    const declared = createDeclaredBases({ db, events, log }, options.bases ?? []);
    closing.push(async () => declared.close());
    return {
      db,
      registry: reader,
      registries: care,
      sources: createSourceAccess(
        client,
        {
          registries: settings,
          credential: async () => options.login,
        },
        { env: {}, readFile: (path) => readFileSync(path, 'utf8'), userAgent: 'baseboard/test' },
      ),
      push: {
        registry: routedWrites(sample, client),
        refusal: () => undefined,
        cascadesByLayers: () => false,
        keepOldSeconds: null,
      },
      notifications,
      queue,
      events,
      documents: createDocumentCache(db, clock),
      knownImages: createKnownImages(db, trustsBase),
      declaredBases: declared,
      declaredBase: (reference) => options.declaredBase?.(reference) ?? declared.baseOf(reference),
      trustsBase,
      tagCaches: createTagCaches(db, reader, clock),
      log,
      clock,
    };
  };
  const context = compose();
  let marks = 0;
  return {
    context,
    url,
    registries,
    registry,
    counter,
    heard,
    jobs,
    sampleMoves: () => sampleMoves,
    noticesAsked: () => noticesAsked,
    deliveries,
    listings,
    async runJobs() {
      const taken = jobs.splice(0).map(({ job }) => job);
      for (const job of taken) running.add(job);
      await Promise.all(taken.map((job) => scanChunk(context, job).finally(() => running.delete(job))));
    },
    pass(seconds) {
      passed += seconds * 1000;
    },
    async settle() {
      marks += 1;
      const id = `mark-${marks}`;
      const arrived = new Promise<void>((resolve) => {
        const end = events.subscribe((event) => {
          if (event.type !== 'cascade' || event.id !== id) return;
          end();
          resolve();
        });
      });
      await events.publish([{ type: 'cascade', id, state: 'running' }]);
      await arrived;
      return heard.filter((event) => event.type !== 'cascade');
    },
    restarted: compose,
    async [Symbol.asyncDispose]() {
      await Promise.all(closing.map((end) => end()));
      await events.close();
      await client.close();
      await notifications.close();
      await Promise.all(registries.map((each) => each.close()));
      await close();
    },
  };
}

/** A fleet's database through connections of its own, which are counted each time one is used. */
export async function countedDatabase({ url }: TestFleet) {
  const database = await openDatabase(url);
  let queries = 0;
  database.pool.on('acquire', () => {
    queries += 1;
  });
  return { db: database.db, queries: () => queries, [Symbol.asyncDispose]: () => database.close() };
}

import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { CascadeJob, Queue, ScanJob } from '#lib/fleet/context.ts';
import type { WaitingDelivery } from '#lib/store/notices.ts';

/** Queues by name; every process knows them all. */
export const QUEUES = {
  /** Some images of one registry. */
  scan: 'scan',
  /** One opened rebase. */
  rebase: 'rebase',
  /** One image of a cascade, after the one it stands on. */
  cascade: 'cascade',
  /** Looks every minute whether the fleet is due. */
  schedule: 'schedule',
  /** Looks which changes are due to be told, after verdicts and every minute. */
  notices: 'notices',
  /** One message to one channel. */
  delivery: 'delivery',
  /** A base of the sample fleet moves. */
  moveSample: 'move-sample',
} as const;

/** The sample's base moves this long after it was opened. */
const SAMPLE_MOVES_AFTER_SECONDS = 45;
/** A job whose worker is gone is given to another within about this and {@link SUPERVISE_SECONDS}. */
const HEARTBEAT_SECONDS = 15;
const SUPERVISE_SECONDS = 5;
/** No chunk of a scan takes this long; the heartbeat finds dead workers long before. */
const SCAN_EXPIRES_SECONDS = 30 * 60;
/** Copies across registries may be of gigabytes. */
const REBASE_EXPIRES_SECONDS = 6 * 3600;
/** One attempt has a deadline of seconds. */
const DELIVERY_EXPIRES_SECONDS = 120;
/** Jobs that wait for a job which has ended are looked for this often, beside right at its end. */
const FLOW_SECONDS = 2;

/** Connects to the queue in the database's own schema `pgboss`, and makes what is missing of it. */
export async function startBoss(url: string, log: Logger): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    flowIntervalSeconds: FLOW_SECONDS,
  });
  boss.on('error', (err) => log.error({ err }, 'the queue has trouble'));
  await boss.start();
  // Retries are for crashes: trouble with a registry ends as a verdict, not as a failed job.
  await boss.createQueue(QUEUES.scan, {
    retryLimit: 5,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: SCAN_EXPIRES_SECONDS,
    deleteAfterSeconds: 24 * 3600,
    notify: true,
  });
  for (const queue of [QUEUES.rebase, QUEUES.cascade]) {
    await boss.createQueue(queue, {
      retryLimit: 20,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: REBASE_EXPIRES_SECONDS,
      deleteAfterSeconds: 7 * 24 * 3600,
      notify: true,
    });
  }
  // One look that waits is enough for whatever comes before it begins.
  await boss.createQueue(QUEUES.notices, { policy: 'short', retryLimit: 0, notify: true });
  // Retries are for crashes: a message that does not arrive is put off, not failed.
  await boss.createQueue(QUEUES.delivery, {
    retryLimit: 5,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: DELIVERY_EXPIRES_SECONDS,
    deleteAfterSeconds: 3600,
    notify: true,
  });
  await boss.createQueue(QUEUES.schedule, { policy: 'singleton', retryLimit: 0 });
  await boss.createQueue(QUEUES.moveSample, { policy: 'stately', retryLimit: 2 });
  return boss;
}

/** What use cases put into the queue. */
export function queueOn(boss: PgBoss): Queue {
  return {
    async scan(jobs: readonly ScanJob[], spreadSeconds = 0) {
      const inserts = jobs.map((data) => ({
        data,
        group: { id: data.registry },
        ...(spreadSeconds > 0 ? { startAfter: Math.floor(Math.random() * spreadSeconds) } : {}),
      }));
      if (inserts.length > 0) await boss.insert(QUEUES.scan, inserts);
    },
    async rebase(id: string) {
      await boss.send(QUEUES.rebase, { id });
    },
    holdsRebase: (id: string) => holdsJob(boss, QUEUES.rebase, { id }),
    async cascade(items: readonly CascadeJob[]) {
      // A flow is of jobs that wait for others; those that nobody waits for are jobs like any other.
      const parents = new Set(items.map(({ parent }) => parent));
      const [chained, single] = parted(
        items,
        ({ reference, parent }) => parent !== null || parents.has(reference),
      );
      const group = ({ registry }: CascadeJob) => ({ group: { id: registry } });
      if (single.length > 0) {
        await boss.insert(
          QUEUES.cascade,
          single.map((data) => ({ data, ...group(data) })),
        );
      }
      if (chained.length === 0) return;
      await boss.flow(
        chained.map((data) => ({
          ref: data.reference,
          name: QUEUES.cascade,
          data,
          options: group(data),
          ...(data.parent === null ? {} : { dependsOn: [data.parent] }),
        })),
      );
    },
    holdsCascade: (cascadeId: string) => holdsJob(boss, QUEUES.cascade, { cascadeId }),
    async notices() {
      await boss.send(QUEUES.notices, {});
    },
    async deliver(deliveries: readonly WaitingDelivery[]) {
      if (deliveries.length === 0) return;
      await boss.insert(
        QUEUES.delivery,
        deliveries.map(({ id, channelId, at }) => ({
          data: { id },
          group: { id: channelId },
          startAfter: at,
        })),
      );
    },
    async moveSample() {
      await boss.send(QUEUES.moveSample, {}, { startAfter: SAMPLE_MOVES_AFTER_SECONDS });
    },
  };
}

const OPEN_JOB: readonly string[] = ['created', 'retry', 'active'];
const JOBS_AT_A_TIME = 1000;

/** True where the queue has a job whose data holds this and that is not over. */
async function holdsJob(boss: PgBoss, queue: string, data: object): Promise<boolean> {
  let after: string | undefined;
  do {
    const jobs = await boss.findJobs(queue, {
      data,
      limit: JOBS_AT_A_TIME,
      ...(after === undefined ? {} : { after }),
    });
    if (jobs.some(({ state }) => OPEN_JOB.includes(state))) return true;
    after = jobs.length < JOBS_AT_A_TIME ? undefined : jobs.at(-1)?.id;
  } while (after !== undefined);
  return false;
}

/** Those that a test holds for, and the others, in their order. */
function parted<T>(items: readonly T[], holds: (item: T) => boolean): [T[], T[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

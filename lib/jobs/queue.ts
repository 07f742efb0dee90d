import { sql } from 'drizzle-orm';
import { fromDrizzle, type Job, PgBoss, type QueueOptions } from 'pg-boss';
import type { Queue } from '#lib/fleet/context.ts';
import type { CascadeJob } from '#lib/fleet/rebase/rebase-queue.ts';
import type { ScanJob } from '#lib/fleet/scan/scan-queue.ts';
import type { Database } from '#lib/store/database/database.ts';
import type { WaitingDelivery } from '#lib/store/notifications/notifications.ts';
import type { ThrottledLog } from './logging/throttled-log.ts';

/** Queues by name; every process knows them all. */
export const QUEUES = {
  /** Some images of one registry. */
  scan: 'scan',
  /** One opened rebase. */
  rebase: 'rebase',
  /** One image of a cascade, after the one it stands on. */
  cascade: 'cascade',
  /** Finds the changes to notify about, after verdicts and every few seconds. */
  notices: 'notices',
  /** One message to one channel. */
  delivery: 'delivery',
  /** A base of the sample fleet moves. */
  moveSample: 'move-sample',
} as const;

/** A queue of versions before this one: its minute job blocked it for a quarter of an hour where its process died. */
const FORMER_QUEUE = 'schedule';

/** The sample's base moves this long after it was opened. */
const SAMPLE_MOVES_AFTER_SECONDS = 45;
/** A job whose worker is gone goes to another worker within about this plus {@link SUPERVISE_SECONDS}, twice. */
const HEARTBEAT_SECONDS = 15;
const SUPERVISE_SECONDS = 5;
/** Jobs that wait for a job which has ended are looked for this often, beside right at its end. */
const FLOW_SECONDS = 2;
const DAY_SECONDS = 24 * 3600;

/** Options of every queue: whichever process dies, its jobs go to another. */
const COMMON = { heartbeatSeconds: HEARTBEAT_SECONDS, retryLimit: 20, retryDelay: 1, notify: true };

/**
 * Each queue's options. Retries are for crashes and a lost database: trouble with a registry ends as a verdict or as
 * a failed rebase, and a message that does not arrive is put off.
 */
const OPTIONS: Readonly<Record<(typeof QUEUES)[keyof typeof QUEUES], QueueOptions>> = {
  // No chunk of a scan takes this long; the heartbeat finds dead workers long before.
  scan: { ...COMMON, expireInSeconds: 30 * 60, deleteAfterSeconds: DAY_SECONDS },
  // Copies between registries may take gigabytes.
  rebase: { ...COMMON, retryDelay: 0, expireInSeconds: 6 * 3600, deleteAfterSeconds: 7 * DAY_SECONDS },
  cascade: { ...COMMON, retryDelay: 0, expireInSeconds: 6 * 3600, deleteAfterSeconds: 7 * DAY_SECONDS },
  // One waiting job covers every change before it starts; the next one is scheduled anyway.
  notices: { ...COMMON, retryLimit: 0, expireInSeconds: 600, deleteAfterSeconds: 3600 },
  // One attempt has a deadline of seconds.
  delivery: { ...COMMON, expireInSeconds: 120, deleteAfterSeconds: 3600 },
  'move-sample': { ...COMMON, expireInSeconds: 600, deleteAfterSeconds: DAY_SECONDS },
};
const POLICIES: Readonly<Record<string, 'short' | 'stately'>> = {
  notices: 'short',
  'move-sample': 'stately',
};

/**
 * Connects to the queue in the database's schema `pgboss`, and creates what is missing. Errors are logged, each kind
 * only now and then.
 */
export async function startBoss(url: string, log: ThrottledLog): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    useListenNotify: true,
    // Every process looks for scheduled work by itself, one process at a time.
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    flowIntervalSeconds: FLOW_SECONDS,
  });
  boss.on('error', (error) => log.error(error, 'the queue has trouble'));
  await boss.start();
  for (const queue of Object.values(QUEUES)) {
    const policy = POLICIES[queue];
    await boss.createQueue(queue, { ...OPTIONS[queue], ...(policy === undefined ? {} : { policy }) });
    // Otherwise a queue that an earlier version created keeps its options.
    await boss.updateQueue(queue, OPTIONS[queue]);
  }
  await boss.deleteQueue(FORMER_QUEUE);
  return boss;
}

/** How often a job's process died during the job, as far as the queue knows: once or never. */
export async function deathsBefore(boss: PgBoss, queue: string, job: Job): Promise<number> {
  if (job.retryCount === 0) return 0;
  const stored = await boss.getJobById(queue, job.id);
  const { value } = (stored?.output ?? {}) as { value?: { message?: unknown } };
  return value?.message === HEARTBEAT_LOST ? 1 : 0;
}

/** What pg-boss notes on a job whose heartbeat stopped. */
const HEARTBEAT_LOST = 'job heartbeat timeout';

/** What use cases put into the queue. */
export function queueOn(boss: PgBoss): Queue {
  return {
    async scan(jobs: readonly ScanJob[], spreadSeconds = 0, within?: Database) {
      const inserts = jobs.map((data) => ({
        data,
        group: { id: data.registry },
        ...(spreadSeconds > 0 ? { startAfter: Math.floor(Math.random() * spreadSeconds) } : {}),
      }));
      const options = within === undefined ? {} : { db: fromDrizzle(within, sql) };
      if (inserts.length > 0) await boss.insert(QUEUES.scan, inserts, options);
    },
    holdsScan: (scanId: string) => holdsJob(boss, QUEUES.scan, { scanId }),
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

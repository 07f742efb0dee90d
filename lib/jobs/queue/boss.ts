import { PgBoss } from 'pg-boss';
import type { ThrottledLog } from '../logging/throttled-log.ts';
import type { JobKind } from './job.ts';

/** A queue of earlier versions: its job of each minute blocked it for a quarter of an hour when its process died. */
const FORMER_QUEUE = 'schedule';

/** A job whose worker is gone goes to another worker within about its heartbeat and this. */
const SUPERVISE_SECONDS = 5;
/** Jobs that wait for another one are also looked for this often, not only when it ends. */
const FLOW_SECONDS = 2;

/**
 * Connects to pg-boss in the database's schema `pgboss` and creates the queues of these jobs. Errors are logged, each
 * kind only now and then.
 */
export async function startBoss(
  url: string,
  jobs: readonly Pick<JobKind<never, unknown>, 'name' | 'queue'>[],
  log: ThrottledLog,
): Promise<PgBoss> {
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
  boss.on('error', (error) => log.error(error, 'the queue failed'));
  await boss.start();
  for (const { name, queue } of jobs) {
    const { policy: _, ...options } = queue;
    await boss.createQueue(name, queue);
    // Otherwise a queue that an earlier version created keeps its options.
    await boss.updateQueue(name, options);
  }
  await boss.deleteQueue(FORMER_QUEUE);
  return boss;
}

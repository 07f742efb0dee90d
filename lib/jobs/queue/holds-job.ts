import type { PgBoss } from 'pg-boss';

const OPEN: readonly string[] = ['created', 'retry', 'active'];
const JOBS_AT_A_TIME = 1000;

/** True while a queue has a job that waits or runs and whose data contains these fields. */
export async function holdsJob(boss: PgBoss, queue: string, data: object): Promise<boolean> {
  let after: string | undefined;
  do {
    const jobs = await boss.findJobs(queue, {
      data,
      limit: JOBS_AT_A_TIME,
      ...(after === undefined ? {} : { after }),
    });
    if (jobs.some(({ state }) => OPEN.includes(state))) return true;
    after = jobs.length < JOBS_AT_A_TIME ? undefined : jobs.at(-1)?.id;
  } while (after !== undefined);
  return false;
}

import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { SLOW } from '#lib/fleet/testing.ts';
import { JOBS } from '../definitions/all-jobs.ts';
import { cascadeJob } from '../definitions/cascade.ts';
import { deliveryJob } from '../definitions/delivery.ts';
import { moveSampleJob } from '../definitions/move-sample.ts';
import { noticesJob } from '../definitions/notices.ts';
import { rebaseJob } from '../definitions/rebase.ts';
import { scanJob } from '../definitions/scan.ts';
import { startRuntime } from '../runtime/runtime.ts';
import { openWorkshop } from '../testing.ts';

it('begins the jobs of a scan at once, grouped by registry', {
  timeout: SLOW,
}, async () => {
  await using workshop = openWorkshop();
  const { context, boss, database, stop } = await startRuntime(workshop.config([]));
  await boss.offWork(scanJob.name);
  const scanId = randomUUID();
  const jobs = Array.from({ length: 100 }, (_, chunk) => ({
    scanId,
    chunk,
    registry: `registry-${chunk % 10}.test`,
    imageIds: [],
  }));
  const delays = async () => {
    const { rows } = await database.pool.query<{ registry: string; seconds: number }>(
      `select group_id as registry, extract(epoch from start_after - created_on)::float8 as seconds
       from pgboss.job where name = $1`,
      [scanJob.name],
    );
    await boss.deleteAllJobs(scanJob.name);
    return rows;
  };
  await context.queue.scan(jobs);
  const atOnce = await delays();
  expect(atOnce).toHaveLength(100);
  expect(Math.max(...atOnce.map(({ seconds }) => seconds))).toBeLessThan(1);
  expect(new Set(atOnce.map(({ registry }) => registry)).size).toBe(10);
  await stop();
});

it('gives every job of every queue to another worker if its own is gone', { timeout: SLOW }, async () => {
  await using workshop = openWorkshop();
  const { boss, stop } = await startRuntime(workshop.config([]));
  for (const { name } of JOBS) {
    const queue = await boss.getQueue(name);
    expect([name, queue?.heartbeatSeconds]).toEqual([name, 15]);
  }
  await stop();
});

it('deletes the queue of earlier versions, whose minute job blocked it after a kill', {
  timeout: SLOW,
}, async () => {
  await using workshop = openWorkshop();
  const first = await startRuntime(workshop.config([]));
  await first.boss.createQueue('schedule', { policy: 'singleton', retryLimit: 0 });
  await first.boss.send('schedule', {});
  await first.boss.updateQueue(noticesJob.name, { heartbeatSeconds: null });
  await first.stop();
  const second = await startRuntime(workshop.config([]));
  expect(await second.boss.getQueue('schedule')).toBeNull();
  expect((await second.boss.getQueue(noticesJob.name))?.heartbeatSeconds).toBe(15);
  await second.stop();
});

it('lets the sample’s base move once, however often it is requested', { timeout: SLOW }, async () => {
  await using workshop = openWorkshop();
  const { context, database, stop } = await startRuntime(workshop.config([]));
  await context.queue.moveSample('first opening');
  await context.queue.moveSample('first opening');
  const { rows } = await database.pool.query(
    'select 1 from pgboss.job where name = $1 and start_after > created_on',
    [moveSampleJob.name],
  );
  expect(rows).toHaveLength(1);
  await stop();
});

it('gives a sample fleet that is opened again a move of its own', { timeout: SLOW }, async () => {
  await using workshop = openWorkshop();
  const { context, database, stop } = await startRuntime(workshop.config([]));
  await context.queue.moveSample('first opening');
  await context.queue.moveSample('second opening');
  const { rows } = await database.pool.query('select data from pgboss.job where name = $1 order by id', [
    moveSampleJob.name,
  ]);
  expect(rows.map(({ data }) => data.opening).sort()).toEqual(['first opening', 'second opening']);
  await stop();
});

it('knows which images, rebases and cascades it holds: waiting, under way, and no longer', {
  timeout: SLOW,
}, async () => {
  await using workshop = openWorkshop();
  const { boss, context, stop } = await startRuntime(workshop.config([]));
  const { queue } = context;
  await boss.offWork(scanJob.name);
  await boss.offWork(rebaseJob.name);
  await boss.offWork(cascadeJob.name);
  const [rebase, other, cascadeId] = [randomUUID(), randomUUID(), randomUUID()];
  await queue.rebase(rebase);
  const shared = { cascadeId, round: 1, registry: 'r.test' };
  await queue.cascade([
    { ...shared, reference: 'r.test/a:1', after: [] },
    { ...shared, reference: 'r.test/b:1', after: ['r.test/a:1'] },
  ]);
  const held = async () => [await queue.holdsRebase(rebase), await queue.holdsCascade(cascadeId)];
  expect(await held()).toEqual([true, true]);
  expect([await queue.holdsRebase(other), await queue.holdsCascade(other)]).toEqual([false, false]);
  const [job] = await boss.fetch(rebaseJob.name);
  expect(await held()).toEqual([true, true]);
  await boss.complete(rebaseJob.name, job?.id ?? '');
  expect(await held()).toEqual([false, true]);
  await boss.deleteAllJobs(cascadeJob.name);
  expect(await held()).toEqual([false, false]);
  const [first, second, neither] = [randomUUID(), randomUUID(), randomUUID()];
  await queue.scan([{ scanId: randomUUID(), chunk: 0, registry: 'r.test', imageIds: [first, second] }]);
  const images = () => Promise.all([first, second, neither].map((id) => queue.holdsImage(id)));
  expect(await images()).toEqual([true, true, false]);
  const [scan] = await boss.fetch(scanJob.name);
  expect(await images()).toEqual([true, true, false]);
  await boss.complete(scanJob.name, scan?.id ?? '');
  expect(await images()).toEqual([false, false, false]);
  await stop();
});

it('runs jobs that the version before enqueued, and sets aside those that it cannot read', {
  timeout: SLOW,
}, async () => {
  await using workshop = openWorkshop();
  const { boss, log, stop } = await startRuntime(workshop.config([]));
  const errors = vi.spyOn(log, 'error');
  const ended = async (queue: string, data: object) => {
    const id = await boss.send(queue, data);
    if (id === null) throw new Error('the job was not enqueued');
    const job = () => boss.getJobById(queue, id);
    await expect.poll(async () => (await job())?.state, { timeout: 30_000 }).toBe('completed');
    return (await job())?.output;
  };
  // As the version before wrote them: without a version. They are about things that are gone by now.
  const [id, registry] = [randomUUID(), 'r.test'];
  const before = [
    [scanJob, { scanId: id, chunk: 0, registry, imageIds: [] }],
    [rebaseJob, { id }],
    [cascadeJob, { cascadeId: id, reference: 'r.test/a:1', round: 1, parent: null, registry }],
    [deliveryJob, { id }],
  ] as const;
  for (const [{ name }, data] of before) expect([name, await ended(name, data)]).toEqual([name, null]);
  expect(errors).not.toHaveBeenCalled();
  // As a version to come may write them.
  for (const [{ name }, data] of before) {
    const output = await ended(name, { ...data, version: 3 });
    expect(output).toEqual({
      setAside: expect.stringMatching(
        new RegExp(`^the job [0-9a-f-]{36} of the queue ${name} cannot be read: it is of version 3,`),
      ),
    });
  }
  expect(errors).toHaveBeenCalledTimes(before.length);
  await stop();
});

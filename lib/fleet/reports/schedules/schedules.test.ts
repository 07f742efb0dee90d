import { describe, expect, it } from 'vitest';
import { listAccess } from '#lib/store/access/audit-log.ts';
import type { ScheduleColumns } from '#lib/store/sharing/report-schedules.ts';
import { changeChannel } from '../../notify/change-channel.ts';
import {
  answering,
  CLOSED_SMTP,
  channelTo,
  judgedImage,
  openReceiver,
  type Receiving,
} from '../../notify/testing.ts';
import { fleetTests } from '../../testing.ts';
import { openReport } from '../read-report.ts';
import { changeScheduleBy, createScheduleBy, removeScheduleBy } from './audited-schedules.ts';
import {
  changeSchedule,
  createSchedule,
  getSchedules,
  removeSchedule,
  ScheduleRefusedError,
} from './change-schedules.ts';
import { previewSchedule } from './preview-schedule.ts';
import { runSchedules, sendNow } from './run-schedules.ts';

const openFleet = fleetTests();
const DAY = 24 * 3600;

const columns = (changes: Partial<ScheduleColumns>): ScheduleColumns => ({
  title: 'Weekly',
  filter: '',
  staleDays: 30,
  expiresDays: 7,
  every: 'week',
  weekday: 1,
  monthDay: 1,
  hour: 9,
  timeZone: 'Europe/Berlin',
  channelId: null,
  recipients: [],
  enabled: true,
  origin: 'http://127.0.0.1:3000',
  ...changes,
});

/** A stale image, a Slack channel, and a weekly schedule to it. */
async function scheduled(on: Receiving, changes: Partial<ScheduleColumns> = {}) {
  const { context } = on.fleet;
  const app = await judgedImage(on.fleet, 'r.test/shop/cart:1');
  await app.become('stale', { baseName: 'r.test/debian:12' });
  const { channel } = await channelTo(on.fleet, { kind: 'slack', url: on.hook });
  const stored = await createSchedule(context, columns({ channelId: channel.id, ...changes }), 'ada');
  const state = async () => (await getSchedules(context))[0];
  /** Lets time pass until the schedule is due. */
  const untilDue = () => on.fleet.pass((stored.nextAt.getTime() - context.clock().getTime()) / 1000 + 1);
  return { channel, stored, state, untilDue };
}

it('every change of a schedule is recorded; one that is refused is not', async () => {
  await using on = await openReceiver(openFleet, answering(200));
  const { context } = on.fleet;
  const { channel } = await channelTo(on.fleet, { kind: 'slack', url: on.hook });
  const ada = { name: 'ada', address: '192.0.2.1' };
  const { id } = await createScheduleBy(context, columns({ channelId: channel.id }), ada);
  await expect(changeScheduleBy(context, id, { timeZone: 'Mars/Olympus' }, ada)).rejects.toThrow('time zone');
  await changeScheduleBy(context, id, { filter: 'repo:shop/*', hour: 7, origin: 'http://127.0.0.1:1' }, ada);
  await removeScheduleBy(context, id, ada);
  await expect(removeScheduleBy(context, id, ada)).rejects.toThrow('no report schedule');
  const { items } = await listAccess(context.db, { limit: 10, cursor: undefined });
  expect(
    items.map(({ action, actor, subject, address, detail }) => [action, actor, subject, address, detail]),
  ).toEqual([
    ['schedule-deleted', 'ada', 'Weekly', '192.0.2.1', 'every week, repo:shop/*, to a channel'],
    ['schedule-changed', 'ada', 'Weekly', '192.0.2.1', 'filter, hour'],
    ['schedule-created', 'ada', 'Weekly', '192.0.2.1', 'every week, the whole fleet, to a channel'],
  ]);
});

describe('a scheduled report', () => {
  it('is made and sent once at its time, by whichever process comes first, with a link that works', async () => {
    await using on = await openReceiver(openFleet, answering(200));
    const { context } = on.fleet;
    const { stored, state, untilDue } = await scheduled(on);
    await runSchedules(context);
    expect(on.receiver.requests).toHaveLength(0);
    untilDue();
    await Promise.all([runSchedules(context), runSchedules(on.fleet.restarted()), runSchedules(context)]);
    expect(on.receiver.requests).toHaveLength(1);
    const { text } = JSON.parse(on.receiver.requests[0]?.body ?? '');
    expect(text).toContain('*Weekly: 1 stale*');
    expect(text).toContain('No image is known to be stale for more than 30 days.');
    expect(text).toContain('`r.test/shop/cart:1` is stale.');
    const id = /<https:\/\/baseboard\.example\.com\/r\/([^|]+)\|Open the report>/.exec(text)?.[1] ?? '';
    const report = await openReport(context, id);
    expect(report?.frozen).toBe(true);
    const after = await state();
    expect(after).toMatchObject({ runState: 'delivered', runAt: stored.nextAt, reportId: id, attempts: 1 });
    expect(after?.nextAt.getTime()).toBe(stored.nextAt.getTime() + 7 * DAY * 1000);
    await runSchedules(context);
    expect(on.receiver.requests).toHaveLength(1);
    on.fleet.pass(8 * DAY);
    expect(await openReport(context, id)).toBeUndefined();
  });

  it('that fails is shown, tried again with the same report, and given up after a day', async () => {
    let status = 500;
    await using on = await openReceiver(openFleet, (_, response) => response.writeHead(status).end());
    const { context } = on.fleet;
    const { state, untilDue } = await scheduled(on);
    untilDue();
    await runSchedules(context);
    const failed = await state();
    expect(failed).toMatchObject({
      runState: 'waiting',
      attempts: 1,
      outcome: 'server-error',
      statusCode: 500,
    });
    await runSchedules(context);
    expect(on.receiver.requests).toHaveLength(1);
    on.fleet.pass(3600);
    status = 200;
    await runSchedules(context);
    expect(await state()).toMatchObject({ runState: 'delivered', attempts: 2, reportId: failed?.reportId });
    const bodies = on.receiver.requests.map(({ body }) => body);
    expect(bodies[1]).toBe(bodies[0]);
    status = 503;
    on.fleet.pass(7 * DAY);
    for (let hour = 0; hour < 30; hour++) {
      await runSchedules(context);
      on.fleet.pass(3601);
    }
    expect(await state()).toMatchObject({ runState: 'failed', outcome: 'server-error' });
  });

  it('whose sender died is sent by another process; times that passed while nothing ran are one', async () => {
    await using on = await openReceiver(openFleet, answering(200));
    const { context } = on.fleet;
    const { state, untilDue } = await scheduled(on);
    untilDue();
    on.fleet.pass(21 * DAY);
    const outbound = { ...context.notifications.outbound, post: () => new Promise<never>(() => {}) };
    void runSchedules({ ...context, notifications: { ...context.notifications, outbound } });
    await expect.poll(async () => (await state())?.reportId ?? null).not.toBeNull();
    await runSchedules(context);
    expect(on.receiver.requests).toHaveLength(0);
    on.fleet.pass(301);
    await runSchedules(context);
    expect(on.receiver.requests).toHaveLength(1);
    expect((await state())?.nextAt.getTime()).toBeGreaterThan(context.clock().getTime());
  });

  it('can be sent now, disabled, changed and deleted; a disabled channel gets nothing', async () => {
    await using on = await openReceiver(openFleet, answering(200));
    const { context } = on.fleet;
    const { channel, stored, state, untilDue } = await scheduled(on, { enabled: false });
    untilDue();
    await runSchedules(context);
    expect(on.receiver.requests).toHaveLength(0);
    expect(await sendNow(context, stored.id)).toMatchObject({ runState: 'delivered' });
    expect(on.receiver.requests).toHaveLength(1);
    const changed = await changeSchedule(context, stored.id, { every: 'day', hour: 6, timeZone: 'UTC' });
    expect(changed.nextAt.toISOString()).toMatch(/T06:00:00\.000Z$/);
    await changeChannel(context, channel.id, { enabled: false });
    expect(await sendNow(context, stored.id)).toMatchObject({ runState: 'waiting', outcome: 'channel-off' });
    expect(on.receiver.requests).toHaveLength(1);
    await removeSchedule(context, stored.id);
    expect(await state()).toBeUndefined();
    await expect(sendNow(context, stored.id)).rejects.toThrow('There is no report schedule');
  });

  it('refuses what cannot work, with the field', async () => {
    await using on = await openReceiver(openFleet);
    const { context } = on.fleet;
    const github = {
      preset: 'github-dispatch',
      repository: 'a/b',
      token: 'x',
      apiUrl: on.receiver.origin,
    } as const;
    const pipeline = await channelTo(on.fleet, { kind: 'webhook', ...github });
    const refused = (changes: Partial<ScheduleColumns>) =>
      createSchedule(context, columns(changes), 'ada').catch(({ field }: { field: string }) => field);
    expect(await refused({ recipients: ['a@example.com'] })).toBe('recipients');
    expect(await refused({})).toBe('channelId');
    expect(await refused({ channelId: pipeline.channel.id })).toBe('channelId');
    expect(await refused({ channelId: pipeline.channel.id, timeZone: '+02:00' })).toBe('timeZone');
    await expect(createSchedule(context, columns({}), 'ada')).rejects.toThrow(ScheduleRefusedError);
    await expect(createSchedule(context, columns({ filter: 'status:purple' }), 'ada')).rejects.toThrow(
      'purple',
    );
  });

  it('is previewed as its receiver would get it; nothing is made or sent', async () => {
    await using on = await openReceiver(openFleet);
    const { context } = on.fleet;
    const { channel } = await scheduled(on);
    const preview = await previewSchedule(context, columns({ channelId: channel.id }), 'ada');
    expect(preview).toMatchObject({ form: 'json', subject: null });
    expect(JSON.parse(preview.text).text).toContain('*Weekly: 1 stale*');
    expect(preview.text).not.toContain('hunter2');
    expect(on.receiver.requests).toHaveLength(0);
  });
});

it('goes by mail to addresses', async () => {
  await using fleet = await openFleet({ notifications: { smtp: CLOSED_SMTP } });
  const { context } = fleet;
  const asked = columns({ recipients: ['team@example.com'] });
  const preview = await previewSchedule(context, asked, 'ada');
  expect(preview).toMatchObject({
    form: 'mail',
    subject: 'Baseboard: Weekly: 0 images, none with a known problem',
  });
  expect(preview.text).toContain('The report: http://127.0.0.1:3000/r/…');
  const stored = await createSchedule(context, asked, 'ada');
  expect(await sendNow(context, stored.id)).toMatchObject({
    runState: 'waiting',
    outcome: 'connection-refused',
  });
});

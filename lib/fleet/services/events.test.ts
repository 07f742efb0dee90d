import pg from 'pg';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { type FleetEvent, listenForEvents } from './events.ts';

const openFleet = fleetTests();
const cascade = (n: number, text = ''): FleetEvent => ({
  type: 'cascade',
  id: `${n}${text}`,
  state: 'running',
});

/** Another process's ear on the same database. */
async function anotherProcess({ url }: TestFleet) {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on('error', () => {});
  const events = await listenForEvents(url, pool, pino({ level: 'silent' }));
  const heard: FleetEvent[] = [];
  const unsubscribe = events.subscribe((event) => heard.push(event));
  return {
    events,
    heard,
    unsubscribe,
    async [Symbol.asyncDispose]() {
      await events.close();
      await pool.end();
    },
  };
}

describe('events', { timeout: SLOW }, () => {
  it('are heard by every process in order, however many are published at once', async () => {
    await using fleet = await openFleet();
    await using other = await anotherProcess(fleet);
    // More than a notification holds, with letters that take several bytes.
    const many = Array.from({ length: 700 }, (_, n) => cascade(n, 'läuft — '.repeat(20)));
    await fleet.context.events.publish(many);
    await expect.poll(() => other.heard.length, { timeout: SLOW / 2 }).toBe(many.length);
    expect(other.heard).toEqual(many);
    await expect.poll(() => fleet.heard.length, { timeout: SLOW / 2 }).toBe(many.length);
  });

  it('are not heard any more by whoever left', async () => {
    await using fleet = await openFleet();
    await using other = await anotherProcess(fleet);
    other.unsubscribe();
    const rest: FleetEvent[] = [];
    other.events.subscribe((event) => rest.push(event));
    await fleet.context.events.publish([cascade(1)]);
    await expect.poll(() => rest.length, { timeout: SLOW / 2 }).toBe(1);
    expect(other.heard).toEqual([]);
  });

  it('are heard again after the connection broke', async () => {
    await using fleet = await openFleet();
    await using other = await anotherProcess(fleet);
    let reconnected = 0;
    other.events.onReconnect(() => {
      reconnected += 1;
    });
    await other.events.publish([]);
    const client = new pg.Client({ connectionString: fleet.url });
    await client.connect();
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like 'listen %'`,
    );
    await client.end();
    expect(rowCount).toBe(2);
    const publish = async () => {
      await fleet.context.events.publish([cascade(2)]);
      return other.heard.length > 0 && fleet.heard.length > 0;
    };
    await expect.poll(publish, { timeout: SLOW / 2, interval: 200 }).toBe(true);
    // Whoever follows the events knows that some are lost.
    expect(reconnected).toBe(1);
  });

  it('of another version are ignored, and the others of the same message arrive', async () => {
    await using fleet = await openFleet();
    await using other = await anotherProcess(fleet);
    const later = { type: 'weather', id: '1' } as unknown as FleetEvent;
    const unknownStatus = { type: 'verdict', imageId: '1', reference: 'r.test/a:1', status: 'fine' };
    const events = [later, unknownStatus as unknown as FleetEvent, cascade(3, 'running')];
    await fleet.context.events.publish(events);
    await expect.poll(() => other.heard.length, { timeout: SLOW / 2 }).toBe(1);
    expect(other.heard).toEqual([cascade(3, 'running')]);
  });
});

import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../testing.ts';
import { createPool } from './pool.ts';

let pool: pg.Pool;
beforeAll(async () => {
  pool = createPool({ connectionString: await createTestDatabase(), max: 2 });
});
afterAll(() => pool.end());

/** Its connection is over; `once` of Node would fail with the error that comes before. */
const ended = (client: pg.PoolClient) => new Promise<void>((resolve) => client.once('end', resolve));

/** Loses the connection of this client, as if its server had ended. */
async function lose(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query('select pg_backend_pid() as pid');
  const lost = ended(client);
  await pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
  await lost;
}

describe('a connection that is lost while it is used', () => {
  it('is taken back, and giving it back later does nothing', async () => {
    const client = await pool.connect();
    await lose(client);
    const connections = pool.totalCount;
    client.release();
    expect([connections, pool.totalCount]).toEqual([1, 1]);
  });

  it('is taken back from a transaction that cannot begin, however often that happens', async () => {
    const db = drizzle(pool);
    for (let times = 0; times < 5; times += 1) {
      const cut = (client: pg.PoolClient) => Reflect.get(client, 'connection').stream.destroy();
      pool.once('acquire', cut);
      await expect(db.transaction(() => Promise.resolve())).rejects.toThrow();
    }
    expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
    await pool.query('select 1');
    expect(pool.totalCount - pool.idleCount).toBe(0);
  });

  it('is taken back from a transaction that has begun', async () => {
    const db = drizzle(pool);
    const lost = db.transaction((tx) => tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`));
    await expect(lost).rejects.toThrow();
    expect(pool.totalCount - pool.idleCount).toBe(0);
  });
});

it('a connection that is lost while it is idle is replaced', async () => {
  const client = await pool.connect();
  const { rows } = await client.query('select pg_backend_pid() as pid');
  client.release();
  const other = createPool(pool.options);
  const lost = ended(client);
  await other.query('select pg_terminate_backend($1)', [rows[0].pid]);
  await lost;
  await other.end();
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

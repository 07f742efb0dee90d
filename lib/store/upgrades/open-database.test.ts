import { expect, it } from 'vitest';
import { createTestDatabase } from '../testing.ts';
import { openDatabase } from './open-database.ts';

it('closing does not wait for ever for a connection that is never given back', async () => {
  const { pool, close } = await openDatabase(await createTestDatabase());
  const lost = await pool.connect();
  await close();
  lost.release(true);
  await expect(pool.query('select 1')).rejects.toThrow('after calling end');
}, 60_000);

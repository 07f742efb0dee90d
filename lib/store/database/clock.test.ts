import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it, vi } from 'vitest';
import { startEmbeddedServer } from '../embedded/server.ts';
import { startDatabaseClock } from './clock.ts';

const HOUR_MS = 3_600_000;

it('uses the database’s time, and never runs backwards if this machine’s clock changes', {
  timeout: 60_000,
}, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baseboard-clock-'));
  const server = await startEmbeddedServer(directory);
  const pool = new pg.Pool({ connectionString: server.url });
  const wall = vi.spyOn(Date, 'now');
  try {
    const real = Date.now();
    wall.mockReturnValue(real + HOUR_MS);
    const clock = await startDatabaseClock(pool);
    const ahead = clock.now().getTime();
    expect(ahead - real).toBeLessThan(HOUR_MS / 2);
    wall.mockReturnValue(real - HOUR_MS);
    const behind = clock.now().getTime();
    expect(behind).toBeGreaterThanOrEqual(ahead);
    await clock.sync();
    const synced = clock.now().getTime();
    expect(synced).toBeGreaterThanOrEqual(behind);
    expect(synced - real).toBeLessThan(HOUR_MS / 2);
  } finally {
    wall.mockRestore();
    await pool.end();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
});

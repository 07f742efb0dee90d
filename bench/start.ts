// How long does a second start take until the server is ready? The database, the build and the dependencies exist
// already. The goal is 5 s.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBaseboard } from '../e2e/server.ts';
import { report, seconds, spread } from './measure.ts';

const ROUNDS = 5;

const dataDirectory = mkdtempSync(join(tmpdir(), 'baseboard-start-'));
try {
  const first = await seconds(async () => (await startBaseboard({ dataDirectory })).stop());
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const server = await startBaseboard({ dataDirectory });
    again.push((performance.now() - began) / 1000);
    await server.stop();
  }
  report(`first start with an empty database, and stop: ${first.toFixed(1)} s`);
  report(`second start: ready after ${spread(again, 's')} (goal: 5 s)`);
} finally {
  rmSync(dataDirectory, { recursive: true, force: true });
}

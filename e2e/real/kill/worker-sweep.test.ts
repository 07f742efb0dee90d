import { expect, it } from 'vitest';
import { createTestDatabase } from '#lib/store/testing.ts';
import { sweepWorkers } from './worker-sweep.ts';

/** A little here; `BASEBOARD_KILL_SECONDS=300` is the sweep whose figures are in `bench/README.md`. */
const SECONDS = Number(process.env.BASEBOARD_KILL_SECONDS ?? 40);
const SEED = Number(process.env.BASEBOARD_SEED ?? 1);

it(`kills of one of two processes on one PostgreSQL for ${SECONDS} s: no verdict is lost or doubled, and nothing is stuck`, {
  timeout: (SECONDS + 600) * 1000,
}, async () => {
  const url = await createTestDatabase();
  const figures = await sweepWorkers(url, SECONDS, SEED, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(figures).toMatchObject({ lost: 0, doubled: 0, stuck: 0, changedByScan: 0 });
  expect(figures.interrupted).toBeGreaterThan(0);
  expect(figures.verdicts).toBeGreaterThan(figures.moves);
});

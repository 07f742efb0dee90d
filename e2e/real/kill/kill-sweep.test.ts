import { expect, it } from 'vitest';
import { sweep } from './kill-sweep.ts';

/** A few here; `BASEBOARD_KILLS=100` is the sweep whose figures are in `bench/README.md`. */
const KILLS = Number(process.env.BASEBOARD_KILLS ?? 12);
const SEED = Number(process.env.BASEBOARD_SEED ?? 1);

it(`${KILLS} kills over scans, rebases and a cascade of twenty: no wrong tag, no lost move, nothing stuck beyond 60 s`, {
  timeout: 120_000 + KILLS * 20_000,
}, async () => {
  const figures = await sweep(KILLS, SEED, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(figures).toMatchObject({ kills: KILLS, wrongTags: 0, lostMoves: 0, stuck: 0 });
});

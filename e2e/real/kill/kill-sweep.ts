// A service that is killed again and again while it scans, rebases and runs a cascade: what became of each tag.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Digest } from '#lib/oci/digest.ts';
import { basedOn, type ImageRecipe, image, push } from '#lib/registry/memory/image-builder.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { randomFrom, startVictim, type Victim } from './victim.ts';

/** What a sweep found. */
export interface SweepFigures {
  readonly kills: number;
  /** Kills that took PostgreSQL with them. */
  readonly withPostgres: number;
  readonly rebases: number;
  readonly scans: number;
  /** Tags that are neither the old digest nor the planned one. */
  readonly wrongTags: number;
  /** Tags that were moved without exactly one audit row, and rows of moves that never were. */
  readonly lostMoves: number;
  /** Rebases, cascades and scans that were not over 60 s after a process was there again. */
  readonly stuck: number;
  /** Of the rebases, those that had ended two processes. */
  readonly setAside: number;
  /** The longest that a round took from the last start until everything was over, in seconds. */
  readonly longestSeconds: number;
}

/** Kills of one round, after which a process lives until everything is over. */
const KILLS_PER_ROUND = 10;
/** Every so many kills PostgreSQL is killed with its process. */
const POSTGRES_EVERY = 4;
const LIMIT_MS = 60_000;
/** How long each request takes, so kills hit some of them. */
const REQUEST_MS = 15;
/** A process is killed after at most this time. */
const LIFE_MS = 2000;
const APPS = 16;
const PLATFORMS = 4;

interface Move {
  readonly id: string;
  readonly target: string;
  readonly from: string;
  readonly to: string;
}

/** Runs a sweep with this many kills, at times derived from the seed; `progress` gets messages. */
export async function sweep(
  kills: number,
  seed: number,
  progress: (line: string) => void = () => {},
): Promise<SweepFigures> {
  const registry = await serveMemoryRegistry();
  registry.faults.add({ fault: { kind: 'delay', ms: REQUEST_MS } });
  const directory = mkdtempSync(join(tmpdir(), 'baseboard-sweep-'));
  const random = randomFrom(seed);
  const figures = { wrongTags: 0, lostMoves: 0, stuck: 0, setAside: 0, longestSeconds: 0, rebases: 0 };
  const scans: string[] = [];
  let [done, withPostgres] = [0, 0];
  let victim = await startVictim(registry.host, directory);
  // What it has compiled is kept by a process that ends in order.
  await victim.ask('stop');
  victim = await startVictim(registry.host, directory);
  try {
    for (let round = 0; done < kills; round += 1) {
      const singles = await prepare(registry, victim, round);
      const cascadeId = await victim.ask('cascade', `${registry.host}/round-${round}/base:1`);
      const opened: Move[] = [];
      for (let kill = 0; kill < KILLS_PER_ROUND && done < kills; kill += 1) {
        const target = singles.shift();
        if (target !== undefined) opened.push({ ...(await victim.ask('rebase', target)), target });
        if (kill % 3 === 0) scans.push((await victim.ask('scan')).id);
        await sleep(random() * LIFE_MS);
        const postgres = done % POSTGRES_EVERY === POSTGRES_EVERY - 1;
        await victim.kill(postgres);
        done += 1;
        if (postgres) withPostgres += 1;
        victim = await startVictim(registry.host, directory);
        progress(`${done} of ${kills} kills`);
      }
      const began = performance.now();
      while ((await countOpen(victim, cascadeId, scans)) > 0 && performance.now() - began < LIMIT_MS) {
        await sleep(250);
      }
      figures.longestSeconds = Math.max(figures.longestSeconds, (performance.now() - began) / 1000);
      figures.stuck += await countOpen(victim, cascadeId, scans);
      const moves = [...opened, ...(await cascadeMoves(victim, cascadeId))];
      await judge(registry, victim, moves, figures);
      figures.rebases += moves.length;
    }
    await victim.ask('stop');
  } finally {
    await victim.kill(true);
    await registry.close();
    rmSync(directory, { recursive: true, force: true });
  }
  return { kills: done, withPostgres, scans: scans.length, ...figures };
}

/** A base of twenty images, four of them direct, and a base of ten others; then both move. */
async function prepare(registry: ServedRegistry, victim: Victim, round: number): Promise<string[]> {
  const name = (path: string) => `${registry.host}/round-${round}/${path}:1`;
  const put = (path: string, recipe: ImageRecipe) => push(registry.registry, name(path), recipe);
  const layer = (of: ImageRecipe, words: string) =>
    of.layer(words, [{ path: words.replaceAll(' ', '-'), content: `${round} ${words}` }]);
  const tracked: string[] = [];
  const stack = async (path: string, below: string, recipe: ImageRecipe, digest: Digest) => {
    const own = layer(image().from(recipe), path).annotate(basedOn(name(below), digest));
    tracked.push(name(path));
    return { recipe: own, digest: await put(path, own) };
  };
  const base = layer(image(), 'base');
  const baseDigest = await put('base', base);
  for (let platform = 0; platform < PLATFORMS; platform += 1) {
    const under = await stack(`platform-${platform}`, 'base', base, baseDigest);
    for (let app = platform; app < APPS; app += PLATFORMS) {
      await stack(`app-${app}`, `platform-${platform}`, under.recipe, under.digest);
    }
  }
  const other = layer(image(), 'other base');
  const otherDigest = await put('other', other);
  const singles = Array.from({ length: KILLS_PER_ROUND }, (_, single) => `single-${single}`);
  for (const single of singles) await stack(single, 'other', other, otherDigest);
  await victim.ask('track', tracked);
  while ((await victim.ask('judged', `repo:round-${round}/* -status:pending`)) < tracked.length)
    await sleep(100);
  await put('base', layer(image(), 'base, next'));
  await put('other', layer(image(), 'other base, next'));
  return singles.map(name);
}

/** Rebases, the cascade and scans that are not over. */
async function countOpen(victim: Victim, cascadeId: string, scanIds: readonly string[]): Promise<number> {
  const { state } = await victim.ask('getCascade', cascadeId);
  const scans = await Promise.all(scanIds.map((id) => victim.ask('getScan', id)));
  const open = scans.filter(({ total, done, failed }) => done + failed < total);
  return (await victim.ask('openRebases')) + open.length + (state === 'running' ? 1 : 0);
}

async function cascadeMoves(victim: Victim, cascadeId: string): Promise<Move[]> {
  const { items } = await victim.ask('getCascade', cascadeId);
  return items.map(({ reference, rebaseId, fromDigest, toDigest }) => ({
    id: rebaseId ?? '',
    target: reference,
    from: fromDigest ?? '',
    to: toDigest ?? '',
  }));
}

/** Holds each tag against what was planned, and each move against the record of moves. */
async function judge(
  { registry, host }: ServedRegistry,
  victim: Victim,
  moves: readonly Move[],
  figures: { wrongTags: number; lostMoves: number; setAside: number },
): Promise<void> {
  const record = await victim.ask('audit');
  for (const { id, target, from, to } of moves) {
    const [repository = '', tag = ''] = target.slice(host.length + 1).split(':');
    const now = registry.state.manifest(repository, tag)?.digest;
    if (now !== from && now !== to) figures.wrongTags += 1;
    const rows = record.filter((rebaseId) => rebaseId === id).length;
    if (rows !== (now === to ? 1 : 0)) figures.lostMoves += 1;
    if (id === '') continue;
    const { error } = await victim.ask('getRebase', id);
    if (error?.includes('ended twice') === true) figures.setAside += 1;
  }
}

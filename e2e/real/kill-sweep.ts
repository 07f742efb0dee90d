// A service that is killed again and again while it scans, rebases and runs a cascade: what became of each tag.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { basedOn, type ImageRecipe, image, push } from '#lib/registry/memory/image.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { isAlive } from '#lib/store/embedded/processes.ts';
import { type RunningBaseboard, startBaseboard } from '../server.ts';

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
/** Each request takes so long, so that kills meet it. */
const REQUEST_MS = 15;
const APPS = 16;
const PLATFORMS = 4;

interface Move {
  readonly id: string;
  readonly target: string;
  readonly from: string;
  readonly to: string;
}

/** Sweeps with so many kills, at moments that follow from the seed. */
export async function sweep(kills: number, seed: number): Promise<SweepFigures> {
  const registry = await serveMemoryRegistry();
  registry.faults.add({ fault: { kind: 'delay', ms: REQUEST_MS } });
  const dataDirectory = mkdtempSync(join(tmpdir(), 'baseboard-sweep-'));
  const config = JSON.stringify({
    registries: [{ host: registry.host, plainHttp: true }],
    push: { allow: [`${registry.host}/**`] },
  });
  const start = () =>
    startBaseboard({
      config,
      dataDirectory,
      env: { BASEBOARD_ENABLE_PUSH: '1', BASEBOARD_LOG_LEVEL: 'error' },
    });
  const random = randomFrom(seed);
  const figures = { wrongTags: 0, lostMoves: 0, stuck: 0, setAside: 0, longestSeconds: 0, rebases: 0 };
  const scans: string[] = [];
  let [done, withPostgres] = [0, 0];
  let server = await start();
  try {
    for (let round = 0; done < kills; round += 1) {
      const singles = await prepare(registry, server, round);
      const cascade = await ask<{ id: string }>(server, '/cascades/plan', {
        reference: `${registry.host}/round-${round}/base:1`,
      });
      await ask(server, `/cascades/${cascade.id}/start`, {});
      const opened: Move[] = [];
      for (let kill = 0; kill < KILLS_PER_ROUND && done < kills; kill += 1) {
        const next = singles.shift();
        if (next !== undefined) opened.push(await rebase(server, next));
        if (kill % 3 === 0) scans.push((await ask<{ id: string }>(server, '/scans', {})).id);
        await sleep(random() * 1500);
        const postgres = done % POSTGRES_EVERY === POSTGRES_EVERY - 1;
        await strike(server, postgres);
        done += 1;
        if (postgres) withPostgres += 1;
        server = await start();
      }
      const began = performance.now();
      const left = async () =>
        (await openRebases(server)).length +
        ((await cascadeIsOver(server, cascade.id)) ? 0 : 1) +
        (await openScans(server, scans));
      while ((await left()) > 0 && performance.now() - began < LIMIT_MS) await sleep(250);
      figures.stuck += await left();
      figures.longestSeconds = Math.max(figures.longestSeconds, (performance.now() - began) / 1000);
      const moves = [...opened, ...(await cascadeMoves(server, cascade.id))];
      await judge(registry, server, moves, figures);
      figures.rebases += moves.length;
    }
  } finally {
    await server.stop();
    await registry.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
  return { kills: done, withPostgres, scans: scans.length, ...figures };
}

/** A base that twenty images stand on, four of them directly, and one that ten others do; then both move. */
async function prepare(registry: ServedRegistry, server: RunningBaseboard, round: number): Promise<string[]> {
  const name = (path: string) => `${registry.host}/round-${round}/${path}:1`;
  const put = (path: string, recipe: ImageRecipe) => push(registry.registry, name(path), recipe);
  const layer = (of: ImageRecipe, words: string) =>
    of.layer(words, [{ path: words.replaceAll(' ', '-'), content: `${round} ${words}` }]);
  const tracked: string[] = [];
  const stack = async (path: string, below: string, recipe: ImageRecipe, digest: string) => {
    const own = layer(image().from(recipe), path).annotate(
      basedOn(name(below), digest as `sha256:${string}`),
    );
    tracked.push(name(path));
    return { recipe: own, digest: await put(path, own) };
  };
  const base = layer(image(), 'base');
  const baseDigest = await put('base', base);
  for (let platform = 0; platform < PLATFORMS; platform += 1) {
    const under = await stack(`platform-${platform}`, 'base', base, baseDigest);
    for (let app = platform; app < APPS; app += PLATFORMS)
      await stack(`app-${app}`, `platform-${platform}`, under.recipe, under.digest);
  }
  const other = layer(image(), 'other base');
  const otherDigest = await put('other', other);
  const singles: string[] = [];
  for (let single = 0; single < KILLS_PER_ROUND; single += 1) {
    await stack(`single-${single}`, 'other', other, otherDigest);
    singles.push(name(`single-${single}`));
  }
  await ask(server, '/images', { references: tracked });
  await untilJudged(server, round, tracked.length);
  await put('base', layer(image(), 'base, next'));
  await put('other', layer(image(), 'other base, next'));
  return singles;
}

async function untilJudged(server: RunningBaseboard, round: number, count: number): Promise<void> {
  for (;;) {
    const filter = encodeURIComponent(`round-${round}/ -status:pending`);
    const { total } = await read<{ total: number }>(server, `/images?limit=1&filter=${filter}`);
    if (total >= count) return;
    await sleep(100);
  }
}

async function rebase(server: RunningBaseboard, reference: string): Promise<Move> {
  const plan = await ask<{ planId: string; fromDigest: string; toDigest: string }>(server, '/rebases/plan', {
    reference,
  });
  const { id } = await ask<{ id: string }>(server, '/rebases', { planId: plan.planId });
  return { id, target: reference, from: plan.fromDigest, to: plan.toDigest };
}

/** Kills the service as nothing can be caught, and PostgreSQL with it. */
async function strike(server: RunningBaseboard, withPostgres: boolean): Promise<void> {
  const pidIn = (...path: string[]) =>
    Number(readFileSync(join(server.dataDirectory, ...path), 'utf8').split('\n')[0]);
  const pids = [pidIn('baseboard.lock'), ...(withPostgres ? [pidIn('postgres', 'postmaster.pid')] : [])];
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  while (pids.some(isAlive)) await sleep(20);
  await server.stop('SIGKILL');
}

async function openRebases(server: RunningBaseboard): Promise<unknown[]> {
  const pages = await Promise.all(
    ['queued', 'running'].map((state) =>
      read<{ items: unknown[] }>(server, `/rebases?limit=100&state=${state}`),
    ),
  );
  return pages.flatMap(({ items }) => items);
}

interface CascadeView {
  readonly state: string;
  readonly items: readonly {
    readonly reference: string;
    readonly rebaseId: string | null;
    readonly fromDigest: string | null;
    readonly toDigest: string | null;
  }[];
}

async function cascadeIsOver(server: RunningBaseboard, id: string): Promise<boolean> {
  return (await read<CascadeView>(server, `/cascades/${id}`)).state !== 'running';
}

async function cascadeMoves(server: RunningBaseboard, id: string): Promise<Move[]> {
  const { items } = await read<CascadeView>(server, `/cascades/${id}`);
  return items.map(({ reference, rebaseId, fromDigest, toDigest }) => ({
    id: rebaseId ?? '',
    target: reference,
    from: fromDigest ?? '',
    to: toDigest ?? '',
  }));
}

async function openScans(server: RunningBaseboard, ids: readonly string[]): Promise<number> {
  const scans = await Promise.all(
    ids.map((id) => read<{ total: number; done: number; failed: number }>(server, `/scans/${id}`)),
  );
  return scans.filter(({ total, done, failed }) => done + failed < total).length;
}

/** Holds each tag against what was planned, and each move against the record of moves. */
async function judge(
  { registry, host }: ServedRegistry,
  server: RunningBaseboard,
  moves: readonly Move[],
  figures: { wrongTags: number; lostMoves: number; setAside: number },
): Promise<void> {
  const record = await audit(server);
  for (const { id, target, from, to } of moves) {
    const [repository = '', tag = ''] = target.slice(host.length + 1).split(':');
    const now = registry.state.manifest(repository, tag)?.digest;
    if (now !== from && now !== to) figures.wrongTags += 1;
    const rows = record.filter(({ rebaseId }) => rebaseId === id).length;
    if (rows !== (now === to ? 1 : 0)) figures.lostMoves += 1;
    if (id === '') continue;
    const { error } = await read<{ error: string | null }>(server, `/rebases/${id}`);
    if (error?.includes('ended twice') === true) figures.setAside += 1;
  }
}

async function audit(server: RunningBaseboard): Promise<{ rebaseId: string }[]> {
  const all: { rebaseId: string }[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: { items: { rebaseId: string }[]; nextCursor: string | null } = await read(
      server,
      `/audit?limit=100${after}`,
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

async function ask<T>(server: RunningBaseboard, path: string, body: unknown): Promise<T> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answered(path, response);
}

async function read<T>(server: RunningBaseboard, path: string): Promise<T> {
  return answered(path, await fetch(`${server.url}/api/v1${path}`));
}

async function answered<T>(path: string, response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Numbers in [0, 1) that follow from a seed (a linear congruential generator, Numerical Recipes). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

// Two processes on one PostgreSQL, one of which is killed again and again while tags move: what became of each verdict.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Pushed, pushOn, untag } from '#lib/fleet/testing-images.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { randomFrom, startVictim } from './victim.ts';

/** What a sweep found. */
export interface WorkerFigures {
  readonly kills: number;
  /** Batches of tags whose process was killed; another finished them. */
  readonly interrupted: number;
  /** Pushes and removals of tags. */
  readonly moves: number;
  readonly verdicts: number;
  /** Tags of current verdicts that were judged with another digest than the registry has. */
  readonly lost: number;
  /** Verdicts that repeat the one before, or are valid at the same time as another of their image. */
  readonly doubled: number;
  /** Tags that are due or claimed, scans that run, and images without a check, when all should be over. */
  readonly stuck: number;
  /** Verdicts that a scan of everything changes at the end, and images that it fails to check. */
  readonly changedByScan: number;
  /** From the last kill until everything was over. */
  readonly settledSeconds: number;
}

const BASES = 4;
const APPS = 40;
/** How long each request takes, so kills hit some of them. */
const REQUEST_MS = 60;
/** A process is killed within this time after a batch began. */
const BATCH_MS = 300;
/** A killed process's claims are over after a minute. */
const LIMIT_MS = 150_000;

/** Kills for some seconds, at times derived from the seed; `progress` gets messages. */
export async function sweepWorkers(
  databaseUrl: string,
  seconds: number,
  seed: number,
  progress: (line: string) => void = () => {},
): Promise<WorkerFigures> {
  const registry = await serveMemoryRegistry();
  registry.faults.add({ fault: { kind: 'delay', ms: REQUEST_MS } });
  const directory = mkdtempSync(join(tmpdir(), 'baseboard-workers-'));
  const random = randomFrom(seed);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const count = async (query: string) => Number((await client.query(`select (${query}) as n`)).rows[0]?.n);
  const start = () => startVictim(registry.host, directory, databaseUrl);
  const workers = [await start(), await start()];
  const claims = async () => {
    const { rows } = await client.query<{ claim: string }>(
      'select distinct claim from tags where claim is not null',
    );
    return new Set(rows.map(({ claim }) => claim));
  };
  const interrupted = new Set<string>();
  let [kills, moves] = [0, 0];
  try {
    const fleet = await pushFleet(registry);
    await workers[0]?.ask('track', fleet.apps);
    while ((await count('select count(*) from images where checked_at is null')) > 0) await sleep(100);
    const until = performance.now() + seconds * 1000;
    while (performance.now() < until || (interrupted.size === 0 && performance.now() < until + LIMIT_MS)) {
      moves += await fleet.move(random);
      // All of them, as if their intervals were over; what is claimed stays its process's.
      await client.query(
        `update tags set next_check_at = now() where claim is null or claimed_until < now()`,
      );
      let open = await claims();
      for (let waits = 0; open.size === 0 && waits < 300; waits += 1) {
        await sleep(10);
        open = await claims();
      }
      await sleep(random() * BATCH_MS);
      const victim = random() < 0.5 ? 0 : 1;
      await workers[victim]?.kill(false);
      kills += 1;
      workers[victim] = await start();
      // The other process is done with its batches by now.
      for (const claim of await claims()) if (open.has(claim)) interrupted.add(claim);
      if (kills % 3 === 0) await workers[victim]?.ask('scan');
      progress(`${kills} kills, ${interrupted.size} batches interrupted, ${moves} moves`);
    }
    const began = performance.now();
    while ((await count(OPEN)) > 0 && performance.now() - began < LIMIT_MS) await sleep(250);
    const settledSeconds = (performance.now() - began) / 1000;
    const stuck = await count(OPEN);
    const lost = await countLost(client, registry);
    const scan = await workers[0]?.ask('scan');
    const ended = () =>
      count(`select count(*) from scans where id = '${scan?.id}' and finished_at is not null`);
    while ((await ended()) === 0 && performance.now() - began < 2 * LIMIT_MS) await sleep(100);
    const { changed, failed, done, total } = (await workers[1]?.ask('getScan', scan?.id ?? '')) ?? {
      ...{ changed: 0, failed: 0, done: 0, total: 1 },
    };
    const changedByScan = changed + failed + (total - done - failed);
    const verdicts = await count('select count(*) from verdicts');
    return {
      kills,
      interrupted: interrupted.size,
      moves,
      verdicts,
      lost,
      doubled: await count(DOUBLED),
      stuck,
      changedByScan,
      settledSeconds,
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.kill(false)));
    await client.end();
    await registry.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const OPEN = `(select count(*) from tags where claim is not null or next_check_at <= now() or judge_at is not null)
  + (select count(*) from scans where finished_at is null) + (select count(*) from images where checked_at is null)`;

const DOUBLED = `(select count(*) from (
    select fingerprint = lag(fingerprint) over by_image as again, at <> lag(superseded_at) over by_image as apart
    from verdicts window by_image as (partition by image_id order by seq)
  ) verdict where again or apart)
  + (select count(*) from images where (select count(*) from verdicts where verdicts.image_id = images.id
    and verdicts.superseded_at is null) <> 1 or not exists (select from verdicts
    where verdicts.id = images.verdict_id and verdicts.superseded_at is null))`;

/** Bases on one base, and images on those. */
async function pushFleet(registry: ServedRegistry) {
  let os = await pushOn(registry, 'os:1');
  const bases: Pushed[] = [];
  for (let n = 0; n < BASES; n += 1) bases.push(await pushOn(registry, `base-${n}:1`, os));
  const apps = await Promise.all(
    Array.from({ length: APPS }, (_, n) => pushOn(registry, `app-${n}:1`, bases[n % BASES])),
  );
  let version = 0;
  return {
    apps: apps.map(({ reference }) => reference),
    /** Moves or removes a few tags. Returns how many. */
    async move(random: () => number): Promise<number> {
      version += 1;
      const n = Math.floor(random() * BASES);
      const app = Math.floor(random() * APPS);
      const words = `version ${version}`;
      const what = random();
      if (what < 0.2) os = await pushOn(registry, 'os:1', undefined, words);
      else if (what < 0.4) untag(registry, `base-${n}:1`);
      else bases[n] = await pushOn(registry, `base-${n}:1`, os, words);
      await pushOn(registry, `app-${app}:1`, bases[(app + version) % BASES], words);
      return 2;
    },
  };
}

/** Compares what current verdicts were judged with to what the registry has. */
async function countLost(client: pg.Client, { registry }: ServedRegistry): Promise<number> {
  const { rows } = await client.query<{ reference: string; inputs: Record<string, string | null> | null }>(`
    select images.reference, verdicts.inputs from images left join verdicts on verdicts.id = images.verdict_id`);
  let lost = 0;
  for (const { reference, inputs } of rows) {
    if (inputs?.[reference] === undefined) lost += 1;
    for (const [name, digest] of Object.entries(inputs ?? {})) {
      if (name.includes(' ') || name.includes('@')) continue;
      const { repository, tag = '' } = parseReference(name);
      if ((registry.state.manifest(repository, tag)?.digest ?? null) !== digest) lost += 1;
    }
  }
  return lost;
}

// How long does each page's request take with a large fleet, how large is its answer, and how much memory does the
// service need? 10,000 images on 500 bases by default; `--images 100000` for another number. The images are written to
// PostgreSQL, so no registry takes part. It exits with 1 if a request misses its goal.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedServer } from '#lib/store/embedded/server.ts';
import { openDatabase } from '#lib/store/upgrades/open-database.ts';
import { type RunningBaseboard, startBaseboard } from '../e2e/server.ts';
import { report, seconds } from './measure.ts';
import { fillSyntheticFleet, syntheticBase, syntheticImage } from './synthetic-fleet.ts';

const ROUNDS = 20;
/** Goals in milliseconds. */
const PAGE = 150;
const FILTERED = 300;
const GOAL_MB = 512;

const { values: options } = parseArgs({ options: { images: { type: 'string', default: '10000' } } });
const IMAGES = Number(options.images);

interface Request {
  readonly name: string;
  readonly path: string;
  readonly goalMs: number;
}

/** The path of a page of the list deep in its order: the cursor comes from the pages before it. */
async function deepPage(server: RunningBaseboard): Promise<string> {
  const page = '/api/v1/images?sort=-checkedAt&limit=200';
  let cursor: string | null = null;
  for (let n = 0; n < 20; n += 1) {
    const next: string = cursor === null ? page : `${page}&cursor=${encodeURIComponent(cursor)}`;
    const response = await fetch(`${server.url}${next}`);
    const { nextCursor } = (await response.json()) as { nextCursor: string | null };
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return `${page}&cursor=${encodeURIComponent(cursor ?? '')}`;
}

async function requests(server: RunningBaseboard): Promise<readonly Request[]> {
  const base = encodeURIComponent(syntheticBase(3));
  const filter = encodeURIComponent('status:stale ancestor:system-3 owner:team-*');
  return [
    { name: 'fleet page', path: '/api/v1/images?sort=status&limit=50', goalMs: PAGE },
    { name: 'fleet page by name', path: '/api/v1/images?limit=50', goalMs: PAGE },
    { name: 'fleet page, longest behind', path: '/api/v1/images?sort=behindSince&limit=50', goalMs: PAGE },
    {
      name: 'filter and sort',
      path: `/api/v1/images?filter=${filter}&sort=behindSince&limit=50`,
      goalMs: FILTERED,
    },
    { name: 'filter by text', path: '/api/v1/images?filter=app-77&sort=status&limit=50', goalMs: FILTERED },
    { name: 'deep page', path: await deepPage(server), goalMs: FILTERED },
    { name: 'summary', path: '/api/v1/fleet', goalMs: FILTERED },
    { name: 'suggestions', path: '/api/v1/filters/suggestions?key=ancestor&value=sys', goalMs: FILTERED },
    { name: 'base page', path: `/api/v1/bases?reference=${base}`, goalMs: PAGE },
    { name: 'graph of one base', path: `/api/v1/graph?focus=${base}&limit=5000`, goalMs: 200 },
    {
      name: 'graph of one image',
      path: `/api/v1/graph?focus=${encodeURIComponent(syntheticImage(3))}&limit=5000`,
      goalMs: 200,
    },
    { name: 'graph of the fleet', path: '/api/v1/graph?limit=5000', goalMs: 1500 },
    { name: 'graph under a filter', path: `/api/v1/graph?filter=${filter}&limit=5000`, goalMs: 1500 },
  ];
}

/** The 95th percentile of a request's time in milliseconds, and the bytes of its answer. */
async function measure(server: RunningBaseboard, path: string): Promise<{ p95: number; bytes: number }> {
  const times: number[] = [];
  let bytes = 0;
  for (let round = -1; round < ROUNDS; round += 1) {
    const began = performance.now();
    const response = await fetch(`${server.url}${path}`);
    bytes = (await response.arrayBuffer()).byteLength;
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    // The first request warms caches.
    if (round >= 0) times.push(performance.now() - began);
  }
  return { p95: times.toSorted((a, b) => a - b)[Math.ceil(ROUNDS * 0.95) - 1] ?? Number.NaN, bytes };
}

/** The most resident megabytes that a process ever had (proc_pid_status(5), VmHWM). */
function peakMb(pid: number): number {
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

function judge(name: string, measured: string, within: boolean, goal: string): void {
  if (!within) process.exitCode = 1;
  report(`${name}: ${measured} (${within ? 'within' : 'OVER'} ${goal})`);
}

const dataDirectory = mkdtempSync(join(tmpdir(), 'baseboard-scale-'));
try {
  const postgres = await startEmbeddedServer(dataDirectory);
  const { db, close } = await openDatabase(postgres.url);
  report(
    `${IMAGES} images stored after ${(await seconds(() => fillSyntheticFleet(db, IMAGES))).toFixed(0)} s`,
  );
  await close();
  await postgres.stop();
  const server = await startBaseboard({ dataDirectory });
  try {
    const pid = Number(/\d+/.exec(readFileSync(join(dataDirectory, 'baseboard.lock'), 'utf8'))?.[0]);
    report(`just started: ${peakMb(pid).toFixed(0)} MB`);
    for (const { name, path, goalMs } of await requests(server)) {
      const { p95, bytes } = await measure(server, path);
      judge(name, `p95 ${p95.toFixed(0)} ms, ${(bytes / 1000).toFixed(0)} kB`, p95 <= goalMs, `${goalMs} ms`);
    }
    judge(
      'peak memory of the service',
      `${peakMb(pid).toFixed(0)} MB`,
      peakMb(pid) < GOAL_MB,
      `${GOAL_MB} MB`,
    );
  } finally {
    await server.stop();
  }
} finally {
  rmSync(dataDirectory, { recursive: true, force: true });
}

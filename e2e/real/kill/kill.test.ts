import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { basedOn, image, push } from '#lib/registry/memory/image-builder.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { isAlive } from '#lib/store/embedded/processes.ts';
import { type RunningBaseboard, startBaseboard } from '../../server.ts';

/** Where a rebase is when its process is killed, as the request that is under way then. */
const STEPS = {
  'before the mount': { method: 'POST', path: /\?mount=/, hang: true },
  'before the config': { method: 'POST', path: /uploads\/$/, hang: true },
  'before the tag is looked at': { method: 'HEAD', path: /manifests\/1$/, hang: true },
  'before the tag is put': { method: 'PUT', path: /manifests\/1$/, hang: true },
  // The registry puts it when the process that asked for it is dead already.
  'while the tag is put': { method: 'PUT', path: /manifests\/1$/, hang: false },
  'before the tag is verified': { method: 'HEAD', path: /manifests\/1$/, hang: true },
} as const;
const TIMES = 20;
/** As many as one process executes at a time. */
const BATCH = 8;
const LATE_MS = 3000;

interface Victim {
  readonly repository: string;
  readonly rebaseId: string;
  readonly fromDigest: string;
  readonly toDigest: string;
}

describe('a process that is killed', () => {
  it(`at each step of a rebase, ${TIMES} times each: the tag is the old digest or the planned one, the job ends by itself, one entry for one move`, {
    timeout: 15 * 60_000,
  }, async () => {
    const registry = await serveMemoryRegistry();
    const dataDirectory = mkdtempSync(join(tmpdir(), 'baseboard-kill-'));
    const config = JSON.stringify({
      registries: [{ host: registry.host, plainHttp: true }],
      push: { allow: [`${registry.host}/**`] },
    });
    const start = () => startBaseboard({ config, dataDirectory, env: { BASEBOARD_ENABLE_PUSH: '1' } });
    let server = await start();
    const victims: Victim[] = [];
    try {
      const waiting = Object.keys(STEPS).flatMap((step) => Array.from({ length: TIMES }, () => step));
      for (let at = 0; at < waiting.length; at += BATCH) {
        const batch = waiting.slice(at, at + BATCH) as (keyof typeof STEPS)[];
        const made = await Promise.all(batch.map((_, n) => prepare(registry, server, `apps/v-${at + n}`)));
        await strike(registry, server, made, batch);
        victims.push(...made);
        registry.faults.clear();
        for (const victim of victims)
          expect([victim.fromDigest, victim.toDigest]).toContain(tagOf(registry, victim));
        server = await start();
      }
      for (const victim of victims) await ended(server, victim);
      await sleep(LATE_MS);
      const moves = await audit(server);
      for (const victim of victims) {
        const state = await stateOf(server, victim);
        expect(state, victim.repository).toBe('succeeded');
        expect(tagOf(registry, victim)).toBe(victim.toDigest);
        expect(moves.filter(({ rebaseId }) => rebaseId === victim.rebaseId)).toHaveLength(1);
      }
      expect(victims).toHaveLength(TIMES * Object.keys(STEPS).length);
    } finally {
      await server.stop();
      await registry.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    }
  });
});

/** Pushes an image whose base has moved, and plans its rebase. */
async function prepare({ registry, host }: ServedRegistry, server: RunningBaseboard, repository: string) {
  const [app, base] = [`${host}/${repository}:1`, `${host}/bases/${repository}:1`];
  const layer = (name: string) =>
    image().layer(name, [{ path: 'etc/os-release', content: `ID=test\n# ${repository} ${name}` }]);
  const old = layer('old');
  const oldDigest = await push(registry, base, old);
  const own = image()
    .from(old)
    .layer('own', [{ path: 'app', content: repository }]);
  const fromDigest = await push(registry, app, own.annotate(basedOn(base, oldDigest)));
  await push(registry, base, layer('new'));
  const plan = await ask<{ planId: string; toDigest: string }>(server, '/rebases/plan', { reference: app });
  return { repository, planId: plan.planId, rebaseId: '', fromDigest, toDigest: plan.toDigest };
}

/** Lets each rebase come to its step and stay there, then kills the process. */
async function strike(
  registry: ServedRegistry,
  server: RunningBaseboard,
  made: (Victim & { planId: string; rebaseId: string })[],
  steps: readonly (keyof typeof STEPS)[],
): Promise<void> {
  for (const victim of made) {
    const { id } = await ask<{ id: string }>(server, '/rebases', { planId: victim.planId }, () => {
      const step = STEPS[steps[made.indexOf(victim)] ?? 'before the mount'];
      // Its own requests alone; the look before it was accepted has been answered by then.
      const own = new RegExp(`/${victim.repository.replaceAll('/', '\\/')}/.*${step.path.source}`);
      const verify = steps[made.indexOf(victim)] === 'before the tag is verified';
      registry.faults.add({
        fault: step.hang ? { kind: 'hang' } : { kind: 'delay', ms: LATE_MS },
        method: step.method,
        path: own,
        ...(verify ? { after: 1 } : {}),
      });
    });
    Object.assign(victim, { rebaseId: id });
  }
  await sleep(1500);
  const pid = Number(/\d+/.exec(readFileSync(join(server.dataDirectory, 'baseboard.lock'), 'utf8'))?.[0]);
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid)) await sleep(20);
  await server.stop('SIGKILL');
}

async function ask<T>(
  server: RunningBaseboard,
  path: string,
  body: unknown,
  before?: () => void,
): Promise<T> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  before?.();
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer as T;
}

async function stateOf(server: RunningBaseboard, { rebaseId }: Victim): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/rebases/${rebaseId}`);
  return ((await response.json()) as { state: string }).state;
}

async function ended(server: RunningBaseboard, victim: Victim): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (['queued', 'running'].includes(await stateOf(server, victim))) {
    if (Date.now() > deadline) throw new Error(`the rebase of ${victim.repository} does not end`);
    await sleep(250);
  }
}

async function audit(server: RunningBaseboard): Promise<{ rebaseId: string }[]> {
  const all: { rebaseId: string }[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const response = await fetch(`${server.url}/api/v1/audit?limit=100${query}`);
    const page = (await response.json()) as { items: { rebaseId: string }[]; nextCursor: string | null };
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

function tagOf({ registry, host }: ServedRegistry, { repository }: Victim): string | undefined {
  const { repository: name, tag = '' } = parseReference(`${host}/${repository}:1`);
  return registry.state.manifest(name, tag)?.digest;
}

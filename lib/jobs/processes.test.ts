import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '#lib/config/config-error.ts';
import type { FleetContext } from '#lib/fleet/context.ts';
import { getImage } from '#lib/fleet/images/list-images.ts';
import { trackImages } from '#lib/fleet/images/track-images.ts';
import { getScan, scanImages } from '#lib/fleet/scan/scan-images.ts';
import type { FleetEvent } from '#lib/fleet/services/events.ts';
import { SLOW } from '#lib/fleet/testing.ts';
import { pushOn } from '#lib/fleet/testing-images.ts';
import { describeFinding } from '#lib/lineage/words/described-lineage.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { startRuntime } from './runtime/runtime.ts';
import { kill, openWorkshop } from './testing.ts';

/** Waits for the first event that fits. */
function heard({ events }: FleetContext, fits: (event: FleetEvent) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const end = events.subscribe((event) => {
      if (!fits(event)) return;
      end();
      resolve();
    });
  });
}

const isOver = (event: FleetEvent) => event.type === 'scan' && event.done + event.failed === event.total;

async function withRegistries<T>(
  count: number,
  act: (registries: ServedRegistry[]) => Promise<T>,
): Promise<T> {
  const registries = await Promise.all(Array.from({ length: count }, () => serveMemoryRegistry()));
  try {
    return await act(registries);
  } finally {
    await Promise.all(registries.map((registry) => registry.close()));
  }
}

/** Five images, and a process that only watches: their scan is left to the workers started with `env`. */
async function startWatching(workshop: ReturnType<typeof openWorkshop>, registry: ServedRegistry) {
  const host = await startRuntime(workshop.config([registry.host]));
  await host.boss.offWork('scan');
  const images = await Promise.all(Array.from({ length: 5 }, (_, n) => pushOn(registry, `app-${n}:1`)));
  return {
    ...{ host, context: host.context, references: images.map(({ reference }) => reference) },
    env: workshop.environment([registry.host], host.database.url),
  };
}

describe('a runtime', { timeout: SLOW }, () => {
  it('scans what is tracked by itself, and knows it after a restart', () =>
    withRegistries(1, async ([registry]) => {
      if (registry === undefined) return expect.unreachable();
      await using workshop = openWorkshop();
      const app = await pushOn(registry, 'app:1', await pushOn(registry, 'base:1'));
      const first = await startRuntime(workshop.config([registry.host]));
      const over = heard(first.context, isOver);
      const [image] = await trackImages(first.context, [app.reference], false);
      await over;
      await first.stop();
      registry.requests.splice(0);
      const second = await startRuntime(workshop.config([registry.host]));
      const { status, digest } = await getImage(second.context, image?.id ?? '');
      expect([status, digest]).toEqual(['up-to-date', app.digest]);
      const again = heard(second.context, isOver);
      await scanImages(second.context, undefined);
      await again;
      expect(registry.requests.map((request) => request.split(' ')[0])).toEqual(['HEAD', 'HEAD']);
      await second.stop();
    }));

  it('refuses a second process on its data directory by the first one’s PID', async () => {
    await using workshop = openWorkshop();
    const program = join(workshop.directory, 'first.ts');
    const module = (name: string) => JSON.stringify(join(import.meta.dirname, '..', name));
    writeFileSync(
      program,
      `import { loadConfig } from ${module('config/load-config.ts')};
       import { startRuntime } from ${module('jobs/runtime/runtime.ts')};
       await startRuntime(loadConfig(process.env));
       process.send('ready');`,
    );
    const env = workshop.environment([]);
    const child = fork(program, { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
    });
    const refusal = await startRuntime(workshop.config([])).catch((error) => error);
    await kill(child);
    expect(refusal).toBeInstanceOf(ConfigError);
    expect(refusal.message).toContain(`in use by process ${child.pid}`);
    // Killed without a chance to clean up: the next start takes over what it left.
    const next = await startRuntime(workshop.config([]));
    await next.stop();
  });

  it('leaves other registries their places while many jobs wait for one that does not answer', () =>
    withRegistries(2, async ([slow, well]) => {
      if (slow === undefined || well === undefined) return expect.unreachable();
      await using workshop = openWorkshop();
      const runtime = await startRuntime(workshop.config([slow.host, well.host]));
      const { context } = runtime;
      slow.faults.add({ fault: { kind: 'hang' } });
      const stuck = Array.from({ length: 30 }, (_, n) => `${slow.host}/app-${n}:1`);
      const images = await Promise.all(stuck.map((reference) => trackImages(context, [reference], false)));
      const good = await pushOn(well, 'app:1');
      const judged = heard(
        context,
        (event) => event.type === 'verdict' && event.reference === good.reference,
      );
      await trackImages(context, [good.reference], false);
      await judged;
      const waiting = await Promise.all(images.map(([image]) => getImage(context, image?.id ?? '')));
      expect(new Set(waiting.map(({ status }) => status))).toEqual(new Set(['pending']));
      await slow.close();
      await runtime.stop();
    }));
});

describe('a worker that is killed in the middle of a scan', { timeout: 90_000 }, () => {
  it('leaves its part to another, which ends the scan once', () =>
    withRegistries(1, async ([registry]) => {
      if (registry === undefined) return expect.unreachable();
      await using workshop = openWorkshop();
      const { host, context, references, env } = await startWatching(workshop, registry);
      const ends: FleetEvent[] = [];
      context.events.subscribe((event) => {
        if (isOver(event)) ends.push(event);
      });
      const first = await workshop.run('worker.ts', env, 'ready');
      registry.faults.add({ fault: { kind: 'hang' }, path: /app-4/ });
      const over = heard(context, isOver);
      await trackImages(context, references, true);
      await expect
        .poll(() => registry.requests.some((request) => request.includes('app-4')), { timeout: 20_000 })
        .toBe(true);
      await workshop.run('worker.ts', env, 'ready');
      await kill(first);
      registry.faults.clear();
      await over;
      const [event] = ends;
      const scan = await getScan(context, event?.type === 'scan' ? event.id : '');
      expect(scan).toMatchObject({ total: 5, done: 5, failed: 0 });
      expect(ends).toHaveLength(1);
      await host.stop();
    }));
});

describe('an image whose check ends the process', { timeout: 4 * 60_000 }, () => {
  it('is set aside after the second time; its scan ends, and the others are checked', () =>
    withRegistries(1, async ([registry]) => {
      if (registry === undefined) return expect.unreachable();
      await using workshop = openWorkshop();
      const { host, context, references, env } = await startWatching(workshop, registry);
      registry.faults.add({ fault: { kind: 'hang' }, path: /app-2/ });
      const over = heard(context, isOver);
      const tracked = await trackImages(context, references, true);
      for (let times = 0; times < 2; times += 1) {
        registry.requests.splice(0);
        const worker = await workshop.run('worker.ts', env, 'ready');
        const asked = () => registry.requests.some((request) => request.includes('app-2'));
        await expect.poll(asked, { timeout: 90_000 }).toBe(true);
        await kill(worker);
      }
      await workshop.run('worker.ts', env, 'ready');
      await over;
      const now = await Promise.all(tracked.map(({ id }) => getImage(context, id)));
      expect(now.map(({ status }) => status)).toEqual(['root', 'root', 'unknown', 'root', 'root']);
      expect(now[2] && describeFinding(now[2]).summary).toMatch(
        /^Checking this image ended the Baseboard process twice\./,
      );
      registry.faults.clear();
      await host.stop();
    }));
});

import { expect, it } from 'vitest';
import type { Config } from '#lib/config/config.ts';
import type { FleetContext } from '#lib/fleet/context.ts';
import { trackImages } from '#lib/fleet/images/track-images.ts';
import { createChannel } from '#lib/fleet/notify/create-channel.ts';
import { scanImages } from '#lib/fleet/scan/scan-images.ts';
import { SLOW } from '#lib/fleet/testing.ts';
import { pushOn } from '#lib/fleet/testing-images.ts';
import { serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { startTestServer } from '#lib/registry/testing/test-server.ts';
import { noticesJob } from './definitions/notices.ts';
import { startRuntime } from './runtime/runtime.ts';
import { openWorkshop } from './testing.ts';

/** Does something that scans, and waits until a scan is over. */
async function scanned({ events }: FleetContext, act: () => Promise<unknown>): Promise<void> {
  const over = new Promise<void>((resolve) => {
    const end = events.subscribe((event) => {
      if (event.type !== 'scan' || event.done + event.failed < event.total) return;
      end();
      resolve();
    });
  });
  await act();
  await over;
}

it('a scan’s findings are notified without a request; what one process leaves, the next one sends, once', {
  timeout: 2 * SLOW,
}, async () => {
  const registry = await serveMemoryRegistry();
  await using receiver = await startTestServer((_, response) => response.writeHead(204).end());
  await using workshop = openWorkshop();
  const config: Config = {
    ...workshop.config([registry.host]),
    notifications: { allowHosts: [receiver.host] },
  };
  const told = () => receiver.requests.map(({ body }) => JSON.parse(body).type);
  const first = await startRuntime(config);
  const base = await pushOn(registry, 'base:1');
  const app = await pushOn(registry, 'app:1', base);
  await scanned(first.context, () => trackImages(first.context, [app.reference], false));
  await createChannel(
    first.context,
    {
      name: 'Pipeline',
      filter: '',
      changes: ['stale', 'fresh'],
      coolDownHours: 0,
      enabled: true,
      destination: { kind: 'webhook', preset: 'generic', url: `${receiver.origin}/hook` },
    },
    'a test',
  );
  const moved = await pushOn(registry, 'base:1', undefined, 'moved');
  await scanned(first.context, () => scanImages(first.context, undefined));
  await expect.poll(told, { timeout: 30_000 }).toEqual(['baseboard.image.stale']);

  // The verdict is there, and everything that was to follow from it is lost.
  await first.boss.offWork(noticesJob.name);
  await pushOn(registry, 'app:1', moved);
  await scanned(first.context, () => scanImages(first.context, undefined));
  await first.boss.deleteAllJobs(noticesJob.name);
  await first.stop();
  expect(told()).toHaveLength(1);

  const second = await startRuntime(config);
  await expect.poll(told, { timeout: 30_000 }).toEqual(['baseboard.image.stale', 'baseboard.image.fresh']);
  await scanned(second.context, () => scanImages(second.context, undefined));
  await second.context.queue.notices();
  const open = async () => {
    const { rows } = await second.database.pool.query(
      "select 1 from pgboss.job where name in ('notices', 'delivery') and state in ('created', 'active')",
    );
    return rows.length;
  };
  await expect.poll(open, { timeout: 30_000 }).toBe(0);
  expect(told()).toHaveLength(2);
  await second.stop();
  await registry.close();
});

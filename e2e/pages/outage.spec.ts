import type { Page } from '@playwright/test';
import { basedOn, image, push } from '#lib/registry/memory/image-builder.ts';
import { type ServedRegistry, serveMemoryRegistry } from '../../lib/registry/memory/serve.ts';
import { freePort, type RunningBaseboard, startBaseboard } from '../server.ts';
import { barriers } from './barriers.ts';
import { test as base, expect, imageId } from './fixtures.ts';

/** A registry that can be stopped and comes back with what it had, at the same address. */
interface Stoppable {
  readonly host: string;
  readonly content: ServedRegistry['registry'];
  stop(): Promise<void>;
  start(): Promise<void>;
}

interface Ground {
  readonly server: RunningBaseboard;
  readonly apps: Stoppable;
  readonly bases: Stoppable;
}

async function stoppable(): Promise<Stoppable> {
  const port = await freePort();
  let served: ServedRegistry | undefined = await serveMemoryRegistry({ port });
  const content = served.registry;
  return {
    host: served.host,
    content,
    async stop() {
      await served?.close();
      served = undefined;
    },
    async start() {
      served ??= await serveMemoryRegistry({ port, registry: content });
    },
  };
}

const test = base.extend<object, { ground: Ground }>({
  ground: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const [apps, bases] = [await stoppable(), await stoppable()];
      const config = `registries:\n${[apps, bases]
        .map(({ host }) => `  - host: ${host}\n    plainHttp: true\n`)
        .join('')}`;
      const server = await startBaseboard({ config });
      await use({ server, apps, bases });
      await server.stop();
      await Promise.all([apps.stop(), bases.stop()]);
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseboard: [async ({ ground }, use) => use(ground.server), { scope: 'worker' }],
});

const layered = (words: string, on = image()) => on.layer(`RUN ${words}`, [{ path: words, content: words }]);

/** A fleet of one stale image and five that are up to date, on a base that has moved on. */
async function fleet(page: Page, { apps, bases }: Ground): Promise<void> {
  const name = `${bases.host}/platform/base:1`;
  const old = layered('os').annotate(basedOn('scratch'));
  const oldDigest = await push(bases.content, name, old);
  const references = [`${apps.host}/shop/stale:1`];
  await push(
    apps.content,
    references[0] ?? '',
    layered('stale', image().from(old)).annotate(basedOn(name, oldDigest)),
  );
  const fresh = layered('os-2').annotate(basedOn('scratch'));
  const digest = await push(bases.content, name, fresh);
  for (let n = 1; n <= 5; n += 1) {
    const reference = `${apps.host}/shop/app-${n}:1`;
    references.push(reference);
    await push(
      apps.content,
      reference,
      layered(`app-${n}`, image().from(fresh)).annotate(basedOn(name, digest)),
    );
  }
  await page.request.post('/api/v1/images', { data: { references } });
  await expect(async () => expect(await statuses(page)).toEqual({ stale: 1, 'up-to-date': 5 })).toPass();
}

async function statuses(page: Page): Promise<Record<string, number>> {
  const { byStatus } = (await (await page.request.get('/api/v1/fleet')).json()) as {
    byStatus: Record<string, number>;
  };
  return Object.fromEntries(Object.entries(byStatus).filter(([, count]) => count > 0));
}

async function scan(page: Page): Promise<void> {
  expect((await page.request.post('/api/v1/scans', { data: {} })).status()).toBe(202);
}

test('a registry that is down is one line above the fleet, and known verdicts stay until it answers again', async ({
  page,
  ground,
}) => {
  const { apps, bases } = ground;
  await fleet(page, ground);
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'Registries with problems' })).toHaveCount(0);
  await apps.stop();
  await scan(page);

  const line = page.getByRole('region', { name: 'Registries with problems' });
  await expect(line).toContainText(`${apps.host} refuses connections (since`);
  await expect(line).toContainText('6 images cannot be checked and are shown as last known.');
  expect(await statuses(page)).toEqual({ unknown: 6 });
  const row = page.getByRole('row').filter({ hasText: 'shop/stale' });
  await expect(row.locator('[data-status="unknown"]')).toBeVisible();
  await expect(row).toContainText('last known: Stale');
  await expect(row).toContainText('platform/base');
  await expect(row).toContainText('amd64');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await barriers(page)).toEqual([]);
  }

  await page.goto(`/?filter=${encodeURIComponent(`base:"${bases.host}/platform/base:1"`)}`);
  await expect(page.getByRole('row').filter({ hasText: 'shop/' })).toHaveCount(6);

  await page.goto(`/images/${await imageId(page, 'shop/stale:1')}`);
  const header = page.locator('#main header');
  await expect(header).toContainText(/Unknown since \d\d:\d\d UTC: /);
  await expect(header).toContainText(`${apps.host} refuses connections.`);
  await expect(header).toContainText(`Last known: stale on ${bases.host}/platform/base:1`);
  await expect(page.getByText(/^As last known/).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Base chain' })).toContainText('platform/base');
  await page.getByRole('tab', { name: 'Evidence' }).click();
  await expect(page.getByText('Annotation').first()).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  await page.goto('/graph');
  await expect(page.locator('.react-flow__edge')).toHaveCount(6);

  await page.goto('/settings/registries');
  const entry = page.getByRole('listitem').filter({ hasText: apps.host });
  await expect(entry.locator('[data-registry-state]')).toHaveAttribute(
    'data-registry-state',
    /^(unreachable|paused)$/,
  );
  await expect(entry).toContainText('It refuses connections');
  await expect(entry).toContainText('6 images cannot be checked');
  await expect(entry).toContainText('plain HTTP');
  expect(await barriers(page)).toEqual([]);

  await apps.start();
  await page.goto('/');
  await page.getByRole('button', { name: `Try ${apps.host} again` }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Scanning 6 images of ${apps.host}.`)).toBeVisible();
  await expect(line).toHaveCount(0);
  await expect(async () => expect(await statuses(page)).toEqual({ stale: 1, 'up-to-date': 5 })).toPass();
  await expect(row.locator('[data-status="stale"]')).toBeVisible();
});

test('a base’s registry that is down is named, on a phone too', async ({ page, ground }) => {
  const { bases } = ground;
  await fleet(page, ground);
  await bases.stop();
  await scan(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  const line = page.getByRole('region', { name: 'Registries with problems' });
  await expect(line).toContainText(`${bases.host} refuses connections (since`);
  expect(await barriers(page)).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await page.goto('/settings/registries');
  await expect(page.getByRole('listitem').filter({ hasText: bases.host })).toContainText('bases of 6 images');
  expect(await barriers(page)).toEqual([]);
  await bases.start();
});

import { basedOn, image, push } from '#lib/registry/memory/image-builder.ts';
import { type ServedRegistry, serveMemoryRegistry } from '../../lib/registry/memory/serve.ts';
import { startBaseboard } from '../server.ts';
import { test as base, expect } from './fixtures.ts';

const test = base.extend<object, { registry: ServedRegistry }>({
  registry: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const registry = await serveMemoryRegistry();
      await use(registry);
      await registry.close();
    },
    { scope: 'worker' },
  ],
  baseboard: [
    async ({ registry }, use) => {
      const server = await startBaseboard({
        config: JSON.stringify({ registries: [{ host: registry.host, plainHttp: true }] }),
      });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

/** Pushes root images and tracks them; requests for those named "slow" get no answer. */
async function track({ registry, host, faults }: ServedRegistry, names: readonly string[]) {
  faults.add({ fault: { kind: 'hang' }, path: /slow/ });
  const references = names.map((name) => `${host}/${name}:1`);
  for (const reference of references) {
    const recipe = image().layer(`RUN ${reference}`, [{ path: 'name', content: reference }]);
    await push(registry, reference, recipe.annotate(basedOn('scratch')));
  }
  return references;
}

test('a scan counts image by image, says what it waits for, and can be cancelled', async ({
  page,
  registry,
}) => {
  const references = await track(registry, ['one', 'two', 'slow']);
  await page.request.post('/api/v1/images', { data: { references } });
  // Opened while the scan runs: it sends no event any more.
  await page.goto('/settings');
  const live = page.getByRole('button', { name: /^Live state: Connected, scanning 2\/3/ });
  await live.click();
  const panel = page.getByRole('dialog', { name: 'Live state' });
  await expect(panel).toContainText('2 of 3 checked, 2 changed');
  await expect(panel).toContainText(`${registry.host}: 1 image left`);
  await panel.getByRole('button', { name: 'Cancel scan' }).click();
  await expect(panel).toContainText('Cancelling: images under way are still checked.');
  registry.faults.clear();
  await page.request.post(`/api/v1/registries/${registry.host}/retry`);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(page.getByRole('button', { name: /^Live state/ })).toBeFocused();
});

test('a page that waits for a scan shows the stored verdict although it gets no event', async ({
  page,
  registry,
}) => {
  registry.faults.clear();
  const references = await track(registry, ['quiet', 'slow-too']);
  // A stream that says nothing, and is not opened again.
  await page.route('**/api/v1/events', (route) =>
    route.fulfill({ contentType: 'text/event-stream', body: 'retry: 3600000\n\n' }),
  );
  await page.request.post('/api/v1/images', { data: { references } });
  const { items } = await (await page.request.get('/api/v1/images?filter=quiet')).json();
  await page.goto(`/images/${items[0].id}`);
  await expect(page.locator('#main header [data-status="root"]')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Base chain' })).toContainText('quiet');
});

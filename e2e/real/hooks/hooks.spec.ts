import { expect } from '@playwright/test';
import { parse } from 'yaml';
import { hookRecipe } from '#components/hooks/hook-recipes.ts';
import { basedOn, type ImageRecipe, image, push } from '#lib/registry/memory/image-builder.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { test } from '../../page-test.ts';
import { type RunningBaseboard, startBaseboard } from '../../server.ts';
import { distributionMissing, type RealRegistry, startDistribution } from '../registries/registries.ts';
import { findProgram, freePort, run } from '../run-program.ts';

const missing = distributionMissing() ?? (findProgram('skopeo') ? undefined : 'not installed: skopeo');

// A real registry, set up by our own recipe, reports a real push; a real browser shows what follows.
test.describe('Distribution 2.8 with its notifications', () => {
  test.skip(missing !== undefined, missing ?? '');
  let baseboard: RunningBaseboard;
  let registry: RealRegistry;
  /** Where images are made that skopeo copies. */
  let workshop: ServedRegistry;

  test.beforeAll(async () => {
    const port = await freePort();
    const config = `registries:\n  - host: 127.0.0.1:${port}\n    plainHttp: true\n`;
    [workshop, baseboard] = await Promise.all([serveMemoryRegistry(), startBaseboard({ config })]);
    const response = await fetch(`${baseboard.url}/api/v1/hooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Distribution', kind: 'distribution' }),
    });
    const made = (await response.json()) as { url: string; secret: string };
    const { notifications } = parse(hookRecipe('distribution', made).paste ?? '');
    registry = await startDistribution('none', { port, notifications });
  });
  test.afterAll(async () => {
    await registry?.stop();
    await baseboard?.stop();
    await workshop?.close();
  });

  /** Pushes an image as people do, with skopeo: blobs first, then the manifest under its tag. */
  async function copy(name: string, recipe: ImageRecipe): Promise<string> {
    const digest = await push(workshop.registry, `${workshop.host}/${name}`, recipe);
    const insecure = ['--src-tls-verify=false', '--dest-tls-verify=false', '--preserve-digests'];
    await run('skopeo', [
      'copy',
      ...insecure,
      `docker://${workshop.host}/${name}`,
      `docker://${registry.host}/${name}`,
    ]);
    return digest;
  }

  test('a pushed base re-judges the images that are based on it, and an open page shows it', async ({
    page,
  }) => {
    const layered = (words: string, on = image()) =>
      on.layer(`RUN ${words}`, [{ path: words, content: words }]);
    const os = layered('os').annotate(basedOn('scratch'));
    const digest = await copy('base/os:1', os);
    const app = layered('shop', image().from(os)).annotate(basedOn(`${registry.host}/base/os:1`, digest));
    await copy('apps/shop:1', app);
    await copy('apps/other:1', layered('other').annotate(basedOn('scratch')));
    const api = `${baseboard.url}/api/v1`;
    const references = ['apps/shop:1', 'apps/other:1'].map((name) => `${registry.host}/${name}`);
    const tracked = await page.request.post(`${api}/images`, { data: { references } });
    const [shop, other] = (await tracked.json()).items as { id: string }[];
    const read = async (id = '') => (await page.request.get(`${api}/images/${id}`)).json();
    await expect.poll(async () => (await read(shop?.id)).status).toBe('up-to-date');
    const otherChecked = (await read(other?.id)).checkedAt;

    await page.goto(baseboard.url);
    const row = page.getByRole('row').filter({ hasText: 'apps/shop' });
    await expect(row.getByText('Up to date', { exact: true })).toBeVisible();
    const pushed = await copy('base/os:1', layered('os, next').annotate(basedOn('scratch')));
    await expect(row.getByText('Stale', { exact: true })).toBeVisible();
    const shownAt = Date.now();

    const { items: hooks } = await (await page.request.get(`${api}/hooks`)).json();
    const { items } = await (await page.request.get(`${api}/hooks/${hooks[0].id}/deliveries`)).json();
    const ofBase = items.find(({ hints }: { hints: { digest: string }[] }) => hints[0]?.digest === pushed);
    expect(ofBase).toMatchObject({
      outcome: 'accepted',
      hints: [{ reference: `${registry.host}/base/os:1`, effect: 'moved' }],
    });
    process.stdout.write(`shown ${(shownAt - Date.parse(ofBase.at)) / 1000} s after the registry's call\n`);
    // Blobs and pulls are filtered by the recipe, or are no pushes; nothing was unreadable or refused.
    const outcomes = new Set(items.map(({ outcome }: { outcome: string }) => outcome));
    expect([...outcomes].filter((outcome) => outcome === 'unreadable' || outcome === 'forged')).toEqual([]);
    expect((await read(other?.id)).checkedAt).toBe(otherChecked);
  });
});

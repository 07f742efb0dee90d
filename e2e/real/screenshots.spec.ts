import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type RunningBaseboard, startBaseboard } from '../server.ts';

/** The README's pictures; written to docs/screenshots where BASEBOARD_SCREENSHOTS=1 asks for it, else looked at alone. */
const FOLDER =
  process.env.BASEBOARD_SCREENSHOTS === '1'
    ? join(import.meta.dirname, '..', '..', 'docs', 'screenshots')
    : undefined;

const PAGES = {
  fleet: '/',
  graph: '/graph?focus=registry.sample.internal/platform/base:12&dependents=3',
  image: 'bank/checkout:2.4',
} as const;

test.describe('the pictures of the README', () => {
  let baseboard: RunningBaseboard;
  test.beforeAll(async () => {
    test.setTimeout(240_000);
    baseboard = await startBaseboard();
    await fetch(`${baseboard.url}/api/v1/sample-fleet`, { method: 'POST' });
    if (FOLDER) await mkdir(FOLDER, { recursive: true });
  });
  test.afterAll(() => baseboard?.stop());

  for (const scheme of ['light', 'dark'] as const) {
    for (const [name, path] of Object.entries(PAGES)) {
      test(`${name}, ${scheme}`, async ({ browser }) => {
        const page = await open(browser, baseboard.url, scheme);
        await page.goto(name === 'image' ? await imagePath(page, path) : path);
        await settled(page, name);
        const picture = await page.screenshot(FOLDER ? { path: join(FOLDER, `${name}-${scheme}.png`) } : {});
        expect(picture.byteLength).toBeGreaterThan(20_000);
        expect(picture.byteLength).toBeLessThan(400_000);
        await page.context().close();
      });
    }
  }
});

async function open(browser: Browser, baseURL: string, colorScheme: 'light' | 'dark'): Promise<Page> {
  const viewport = { width: 1440, height: 900 };
  return (await browser.newContext({ baseURL, colorScheme, viewport, reducedMotion: 'reduce' })).newPage();
}

async function imagePath(page: Page, ending: string): Promise<string> {
  const { items } = (await (await page.request.get('/api/v1/images?limit=1000')).json()) as {
    items: { id: string; reference: string }[];
  };
  return `/images/${items.find(({ reference }) => reference.endsWith(ending))?.id}`;
}

/** Nothing is loading any more, and the graph stands still. */
async function settled(page: Page, name: string): Promise<void> {
  if (name === 'graph') await expect(page.locator('.react-flow__node').nth(10)).toBeVisible();
  else await expect(page.locator('[data-status]').first()).toBeVisible();
  await expect(page.getByText('Connected')).toBeVisible();
  await expect(page.getByText(/^Loading/)).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(600);
}

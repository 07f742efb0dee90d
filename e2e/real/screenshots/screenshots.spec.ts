import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectLive } from '../../live.ts';
import { type RunningBaseboard, startBaseboard } from '../../server.ts';

/** The README's pictures: written to docs/screenshots with BASEBOARD_SCREENSHOTS=1, otherwise only taken. */
const FOLDER =
  process.env.BASEBOARD_SCREENSHOTS === '1'
    ? join(import.meta.dirname, '..', '..', '..', 'docs', 'screenshots')
    : undefined;

const PAGES = {
  fleet: '/',
  graph: '/graph?focus=registry.sample.internal/platform/base:12&dependents=3',
  image: 'bank/checkout:2.4',
  report: '/r/',
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
        await page.goto(await addressOf(page, name, path));
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

/** Images and reports have ids, which are requested first. */
async function addressOf(page: Page, name: string, path: string): Promise<string> {
  if (name === 'image') return imagePath(page, path);
  if (name !== 'report') return path;
  const data = { title: 'What our images are based on', note: 'For the platform meeting.' };
  const made = (await (await page.request.post('/api/v1/reports', { data })).json()) as { id: string };
  return `${path}${made.id}`;
}

async function imagePath(page: Page, ending: string): Promise<string> {
  const { items } = (await (await page.request.get('/api/v1/images?limit=1000')).json()) as {
    items: { id: string; reference: string }[];
  };
  return `/images/${items.find(({ reference }) => reference.endsWith(ending))?.id}`;
}

/** Nothing is loading any more, and the graph stands still. */
async function settled(page: Page, name: string): Promise<void> {
  if (name === 'report') await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  else {
    const drawn = name === 'graph' ? '.react-flow__node >> nth=10' : '[data-status] >> nth=0';
    await expect(page.locator(drawn)).toBeVisible();
    await expectLive(page);
  }
  await expect(page.getByText(/^Loading/)).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(600);
}

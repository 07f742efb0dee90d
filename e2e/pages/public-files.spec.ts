import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

const PUBLIC = join(import.meta.dirname, '..', '..', 'public');
const TYPES: Readonly<Record<string, RegExp>> = {
  'icon.svg': /^image\/svg\+xml/,
  'manifest.webmanifest': /^application\/manifest\+json/,
  'robots.txt': /^text\/plain/,
};

test('the files in public/ are served as they are, and pages link to them', async ({ page }) => {
  expect((await readdir(PUBLIC)).sort()).toEqual(Object.keys(TYPES));
  for (const [name, type] of Object.entries(TYPES)) {
    const response = await page.request.get(`/${name}`);
    expect(response.status(), name).toBe(200);
    expect(response.headers()['content-type'], name).toMatch(type);
  }
  await page.goto('/');
  await expect(page.locator('link[rel="icon"]')).toHaveAttribute('href', '/icon.svg');
  await expect(page.locator('link[rel="manifest"]')).toHaveAttribute('href', '/manifest.webmanifest');
  const manifest = await (await page.request.get('/manifest.webmanifest')).json();
  for (const { src } of manifest.icons) expect((await page.request.get(src)).status()).toBe(200);
});

test('search engines are kept out, while shared reports and badges may be fetched', async ({ page }) => {
  const robots = await (await page.request.get('/robots.txt')).text();
  const rules = robots.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(rules).toEqual(['User-agent: *', 'Disallow: /', 'Allow: /r/', 'Allow: /embed/', 'Allow: /badge/']);
});

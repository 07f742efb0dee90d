import { expect, type Page } from '@playwright/test';
import { test as base } from '../page-test.ts';
import { type RunningBaseboard, startBaseboard } from '../server.ts';

const TOKEN = 'a-long-enough-token';

const test = base.extend<object, { locked: RunningBaseboard }>({
  locked: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const server = await startBaseboard({ env: { BASEBOARD_TOKEN: TOKEN } });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ locked }, use) => use(locked.url),
});

async function logIn(page: Page, path = '/'): Promise<void> {
  await page.goto(path);
  await page.getByLabel(/token/i).fill(TOKEN);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Help', exact: true })).toBeVisible();
}

test('by keyboard: open the docs, search, read one, follow a link to another', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await logIn(page, '/settings');
  await page.getByRole('button', { name: 'Help', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Docs' })).toBeFocused();
  await expect(page.getByRole('menu')).toContainText(/Baseboard \d+\.\d+\.\d+/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Help' })).toBeFocused();

  // "/" focuses the page's search.
  await page.keyboard.press('/');
  await page.keyboard.type('invalid-filter position');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/help\?q=invalid-filter\+position$/);
  await expect(page).toHaveTitle('invalid-filter position · Help · Baseboard');
  const results = page.getByRole('region', { name: 'Results' });
  await expect(page.getByRole('status').filter({ hasText: 'for “invalid-filter position”' })).toBeVisible();
  await expect(results.locator('mark').first()).toHaveText(/invalid-filter|position/i);
  await results
    .getByRole('link', { name: /Filters/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Filters' })).toBeVisible();
  await expect(page).toHaveTitle('Filters · Help · Baseboard');

  await page.getByRole('link', { name: 'invalid-filter' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/help\/errors#invalid-filter$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Error codes' })).toBeAttached();
  await expect(page.locator('#invalid-filter')).toBeInViewport();
  expect(complaints).toEqual([]);
});

test('a search shows what was typed as text, and an unknown document says so', async ({ page }) => {
  await logIn(page, `/help?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
  await expect(page.getByRole('status').filter({ hasText: '0 results' })).toContainText('<img src=x');
  await expect(page.locator('#main img')).toHaveCount(0);
  expect((await page.goto('/help/nothing'))?.status()).toBe(404);
  await page.getByRole('link', { name: 'Show all documents' }).click();
  await expect(page.getByRole('link', { name: /^Verdicts/ })).toBeVisible();
});

test('nothing of the help is wider than a phone', async ({ page }) => {
  await logIn(page, '/help');
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['/help', '/help?q=base', '/help/errors', '/help/verdicts', '/help/side-by-side']) {
    await page.goto(path);
    await expect(page.locator('#main h1')).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, path).toBeLessThanOrEqual(0);
  }
});

test('the user menu says who is logged in, changes the theme, and logs out', async ({ page }) => {
  await logIn(page);
  await page.getByRole('button', { name: 'Account and theme' }).focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('menu');
  await expect(menu).toContainText('admin, logged in');
  await menu.getByRole('menuitemradio', { name: 'Dark theme' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(menu.getByRole('menuitemradio', { name: 'Dark theme' })).toBeChecked();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Account and theme' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page).toHaveURL(/\/login/);
  expect((await page.request.get('/api/v1/me')).status()).toBe(401);
});

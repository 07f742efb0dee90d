import { expectLive } from '../live.ts';
import { clearFleet, dropNotFound, expect, imageId, openSample, test } from './fixtures.ts';

test('the focus follows the page: skip link, links, Back, and what disappears', async ({ page }) => {
  await clearFleet(page);
  await openSample(page);
  await page.goto('/?filter=status%3Astale');
  await expectLive(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await expect(page).toHaveURL(/\?filter=status(%3A|:)stale$/);

  await page.getByRole('link', { name: 'Reports' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Reports' })).toBeFocused();
  await page.goBack();
  await expect(page.locator('#main h1')).toBeFocused();

  await page.goto(`/images/${await imageId(page, 'bank/checkout:2.4')}`);
  await page.getByRole('button', { name: 'Untrack' }).click();
  const cancel = page.getByRole('button', { name: 'Cancel' });
  await expect(cancel).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(cancel).toBeHidden();
  await expect(page.locator('body')).not.toBeFocused();
  await page.getByRole('button', { name: 'Untrack' }).click();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/$/);
  await expect(page.locator('#main h1')).toBeFocused();
});

test('a narrow or low window and forced colours keep everything in reach', async ({ page, complaints }) => {
  await openSample(page);
  const image = `/images/${await imageId(page, 'edge/dns-cache:1.1')}`;
  for (const size of [
    { width: 320, height: 640 },
    { width: 320, height: 256 },
  ]) {
    await page.setViewportSize(size);
    for (const path of ['/', image, '/settings/registries', '/reports', '/nowhere-at-all']) {
      await page.goto(path);
      await expect(page.locator('#main h1')).toBeAttached();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, `${path} at ${size.width} × ${size.height}`).toBeLessThanOrEqual(0);
    }
  }
  dropNotFound(complaints);
  // At 400 % zoom nothing stays in place over the page.
  const fixed = await page.evaluate(
    () =>
      [...document.querySelectorAll('body > header, body > nav')].filter((each) =>
        ['fixed', 'sticky'].includes(getComputedStyle(each).position),
      ).length,
  );
  expect(fixed).toBe(0);

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/');
  const here = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Fleet' });
  await expect(here).toHaveCSS('outline-style', 'solid');
  const bar = page.locator('[data-bar=""]').first();
  const [color, canvas] = await bar.evaluate((each) => [
    getComputedStyle(each).backgroundColor,
    getComputedStyle(document.body).backgroundColor,
  ]);
  expect(color).not.toBe(canvas);
});

test('an address without a page has the shell, a title and a way on', async ({ page, complaints }) => {
  const response = await page.goto('/nowhere-at-all');
  expect(response?.status()).toBe(404);
  await expect(page).toHaveTitle('Page not found · Baseboard');
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the fleet' }).click();
  await expect(page).toHaveURL(/\/$/);
  dropNotFound(complaints);
});

test('a page says that the server does not respond, and recovers by itself', async ({ page }) => {
  let down = true;
  await page.route('**/api/v1/events', (route) =>
    down ? route.fulfill({ contentType: 'text/event-stream', body: 'retry: 500\n\n' }) : route.continue(),
  );
  await page.goto('/settings');
  const notice = page.getByRole('region', { name: 'Connection' });
  await expect(notice).toContainText('Baseboard does not respond.');
  down = false;
  await expect(notice).toBeHidden();
  await expectLive(page);
});

import type { Page } from '@playwright/test';
import { expectLive } from '../live.ts';
import { clearFleet, expect, imageId, openSample, tabTo, test } from './fixtures.ts';

const table = (page: Page) => page.getByRole('table', { name: 'Images' });
const rows = (page: Page) =>
  table(page)
    .locator('[data-index]')
    .filter({ has: page.getByRole('link') });
const bar = (page: Page) => page.getByRole('region', { name: 'Selected images' });

/** Opens the fleet and waits until it answers to keys and presses. */
async function openFleet(page: Page, path = '/'): Promise<void> {
  await page.goto(path);
  await expectLive(page);
}

test('all 340 that match are selected, untracked and tracked again, although 100 are loaded', async ({
  page,
}) => {
  await clearFleet(page);
  const references = Array.from(
    { length: 340 },
    (_, n) => `registry.sample.internal/many/app:${String(n).padStart(3, '0')}`,
  );
  await openSample(page);
  await page.request.post('/api/v1/images', { data: { references } });
  await openFleet(page, '/?filter=repo:many/app&sort=reference');
  await table(page).getByRole('checkbox', { name: 'Select all loaded images' }).check();
  await expect(bar(page)).toContainText('100 selected');
  await bar(page).getByRole('button', { name: 'Select all 340 that match' }).click();
  await expect(bar(page)).toContainText('All 340 selected');

  // It holds while rows load and scroll by.
  await page.keyboard.press('End');
  const last = table(page).getByRole('checkbox', { name: /many\/app:339$/ });
  await expect(last).toBeChecked();
  await last.uncheck();
  await expect(bar(page)).toContainText('339 selected');

  await bar(page).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Untrack' }).click();
  await expect(bar(page)).toContainText('Untrack 339 images?');
  await expect(bar(page).getByRole('button', { name: 'Cancel' })).toBeFocused();
  await bar(page).getByRole('button', { name: 'Untrack 339 images' }).click();
  await expect(page.getByText('339 images untracked.')).toBeVisible();
  await expect(rows(page).filter({ hasText: 'many/app' })).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('339 images tracked again.')).toBeVisible();
  await expect(table(page)).toHaveAttribute('aria-rowcount', '341');
  await clearFleet(page);
});

test('a selection ends with its filter, and a range is selected with Shift', async ({ page }) => {
  await openSample(page);
  await openFleet(page, '/?filter=is:sample&sort=reference');
  await rows(page).nth(0).getByRole('checkbox').check();
  await rows(page)
    .nth(3)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('4 selected');
  await page.getByRole('button', { name: /^\d+ stale$/ }).click();
  await expect(page).toHaveURL(/status/);
  await expect(bar(page)).toBeHidden();

  // The same by keyboard: j enters the table and moves, x selects, Shift selects up to here.
  await page.locator('body').click({ position: { x: 1, y: 300 } });
  for (const key of ['j', 'j', 'x', 'j', 'k', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
  await expect(bar(page)).toContainText('3 selected');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toBeHidden();
});

test('a press on a row opens its image; modifiers and the middle button do what they do', async ({
  page,
  context,
}) => {
  await openSample(page);
  await openFleet(page);
  // The worst comes first.
  await expect(rows(page).first()).toContainText('Broken');
  const row = rows(page).filter({ hasText: 'shop/cart' });
  const cell = row.getByRole('cell').nth(4);
  await cell.click({ modifiers: ['Control'] });
  await expect(page).toHaveURL(/:\d+\/$/);
  const [tab] = await Promise.all([context.waitForEvent('page'), cell.click({ button: 'middle' })]);
  await expect(tab).toHaveURL(/\/images\//);
  await tab.close();
  await cell.click();
  await expect(page).toHaveURL(/\/images\//);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('shop/cart');
});

test('stale images are filtered, selected and planned without a mouse, and nothing is pushed', async ({
  page,
}) => {
  await openSample(page);
  await openFleet(page);
  await page.keyboard.press('/');
  await page.keyboard.type('status:stale is:sample');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/filter=status/);
  await expect(rows(page).filter({ hasText: 'Broken' })).toHaveCount(0);
  await expect(rows(page).first()).toContainText('Stale');
  const all = table(page).getByRole('checkbox', { name: 'Select all loaded images' });
  // From anywhere but a field, j enters the table.
  await page.keyboard.press('Tab');
  await page.keyboard.press('j');
  await tabTo(page, all, 'Shift+Tab');
  await page.keyboard.press('Space');
  await expect(bar(page)).toContainText(/All \d+ selected/);
  const count = /All (\d+)/.exec((await bar(page).textContent()) ?? '')?.[1];
  await tabTo(page, bar(page).getByRole('button', { name: 'Rebase' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/rebase\/many\?/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Rebase ${count} images`);
  await expect(page.getByRole('status').filter({ hasText: 'will be rebased' })).toBeVisible();
  expect(await page.locator('li[data-state=planned]').count()).toBeGreaterThan(1);
  await tabTo(page, page.getByRole('button', { name: /^Rebase \d+ images?$/ }));
  expect(await (await page.request.get('/api/v1/rebases')).json()).toMatchObject({ items: [] });
});

test('a snoozed image keeps its status beside the mark, until someone ends the snooze', async ({ page }) => {
  await openSample(page);
  await openFleet(page, '/?filter=repo:shop/cart');
  const row = rows(page).first();
  await row.getByRole('checkbox').check();
  await bar(page).getByRole('button', { name: 'Snooze' }).click();
  const dialog = page.getByRole('dialog', { name: 'Snooze 1 image' });
  await dialog.getByLabel('How long').selectOption({ label: 'Until its base moves again' });
  await dialog.getByLabel('Reason').fill('waits for 2.0');
  await dialog.getByRole('button', { name: 'Snooze 1 image' }).click();
  await expect(page.getByText('1 image snoozed.')).toBeVisible();
  await expect(row).toContainText('Snoozed until its base moves');
  await expect(row).toContainText('Stale');
  await expect(page.getByRole('button', { name: '1 stale, 1 of them snoozed' })).toBeVisible();
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Snoozed until its base moves');

  await page.goto('/activity?tab=snoozes');
  const hold = page.getByRole('listitem').filter({ hasText: 'waits for 2.0' });
  await expect(hold).toContainText('shop/cart');
  await hold.getByRole('button', { name: /^End/ }).click();
  await hold.getByRole('button', { name: 'End snooze' }).click();
  await expect(hold).toHaveCount(0);
  await page.goto('/?filter=repo:shop/cart');
  await expect(rows(page).first()).not.toContainText('Snoozed');
});

test('what runs and its sources are columns where a source says so; stale and running is one press', async ({
  page,
}) => {
  await openSample(page);
  await openFleet(page, '/?filter=repo:office/pdf-export');
  const heading = table(page).getByRole('columnheader', { name: 'Runs in' });
  await expect(rows(page)).toHaveCount(1);
  await expect(heading).toHaveCount(0);
  // The base of data/recommender moves while one watches.
  await openFleet(page, '/?filter=repo:data/recommender');
  const recommender = rows(page).first();
  const words = recommender.getByTitle('3 pods of 1 workload in sample · 3 run another build');
  await expect(words).toHaveText('3 pods · 3 on another build');
  await expect(recommender.getByRole('cell', { name: 'Sample cluster' })).toBeVisible();
  const id = (await recommender.getByRole('link').getAttribute('href'))?.split('/').at(-1);

  await openFleet(page, '/?filter=is:sample -namespace:data');
  await heading.getByRole('button').click();
  await expect(page).toHaveURL(/sort=running/);
  await expect(heading).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows(page).nth(0)).toContainText('edge/kiosk');
  await expect(rows(page).nth(1)).toContainText('edge/dns-cache');
  await page.getByRole('button', { name: '1 cannot be pulled again' }).click();
  await expect(page).toHaveURL(/is:sample.-namespace:data.is:cannot-pull/);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText('1 pod · 1 cannot pull');
  await rows(page).first().getByRole('link').click();
  await expect(page.getByText('1 cannot pull it again')).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: '1 cannot be pulled again' }).click();
  await page.getByRole('button', { name: '4 stale and running' }).click();
  await expect(page).toHaveURL(/status:stale.running:yes/);
  await expect(rows(page)).toHaveCount(4);
  await rows(page).filter({ hasText: 'shop/cart' }).getByRole('link').click();
  await page.getByRole('link', { name: '2 pods' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Where it runs' })).toContainText(
    'sample / shop / deployment/cart',
  );
  const { reference } = await (await page.request.get(`/api/v1/images/${id}`)).json();
  const name = encodeURIComponent(reference);
  await page.goto(`/graph?focus=${name}&selected=${name}`);
  await expect(page.getByRole('complementary', { name: 'Image' })).toContainText(
    'Runs in 3 pods · sample 3 run another build',
  );
});

test('what identifies an image is copied from its row and its page', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await openSample(page);
  await openFleet(page, '/?filter=repo:shop/cart');
  await page.getByRole('button', { name: /^Actions on .*shop\/cart/ }).click();
  await page.getByRole('menuitem', { name: 'Copy docker pull' }).click();
  await expect(page.getByText(/^Copied docker pull/)).toBeVisible();
  expect(await copied()).toMatch(/^docker pull registry\.sample\.internal\/shop\/cart@sha256:[0-9a-f]{64}$/);
  await rows(page).first().getByRole('cell').nth(4).click();
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Copy reference', exact: true }).click();
  await expect(page.getByText(/^Copied registry/)).toBeVisible();
  expect(await copied()).toMatch(/^registry\.sample\.internal\/shop\/cart:/);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('images are sorted and selected', async ({ page }) => {
    await openSample(page);
    await openFleet(page, '/?filter=is:sample');
    await page.getByLabel('Sort').selectOption({ label: 'Name, Z to A' });
    await expect(page).toHaveURL(/sort=-reference/);
    await expect(rows(page).first()).toContainText('vendor/scanner');
    await page.getByRole('checkbox', { name: 'Select all loaded images' }).check();
    await expect(bar(page)).toContainText(/All \d+ selected/);
  });

  test('a card says where its image runs, and what runs comes first', async ({ page }) => {
    await openSample(page);
    await openFleet(page, '/?filter=is:sample');
    await page.getByLabel('Sort').selectOption({ label: 'Running first, best first' });
    await expect(rows(page).filter({ hasText: 'data/recommender' })).toContainText(
      '3 pods · 3 on another build',
    );
    await expect(rows(page).nth(0)).toContainText('Up to date');

    // A link to a tab shows it, although the tabs are wider than the page.
    await page.goto(`/images/${await imageId(page, 'edge/kiosk:2.2')}?tab=places`);
    const tab = page.getByRole('tab', { name: 'Where it runs' });
    const right = async () => {
      const box = await tab.boundingBox();
      return box === null ? Number.NaN : box.x + box.width;
    };
    await expect.poll(right).toBeLessThanOrEqual(390);
  });
});

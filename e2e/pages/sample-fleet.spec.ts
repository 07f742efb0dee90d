import { expectLive } from '../live.ts';
import { clearFleet, expect, imageId, openSample, test } from './fixtures.ts';

test('from the first page to the fleet and its graph', async ({ page }) => {
  await clearFleet(page);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'What does your image stand on?' })).toBeVisible();
  await page.getByRole('button', { name: 'Open sample fleet' }).click();
  await expect(page.getByText(/^\d+ images$/)).toBeVisible();
  // By name, so that the first rows have every status.
  await page.goto('/?sort=reference');
  for (const word of ['Up to date', 'Stale', 'Stale below', 'Broken', 'Pinned']) {
    await expect(
      page.getByRole('table', { name: 'Images' }).getByText(word, { exact: true }).first(),
    ).toBeVisible();
  }
  await expect(page.getByText(/Rebasing the images on/)).toBeVisible();
  await page.getByRole('link', { name: 'Graph', exact: true }).first().click();
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
  expect(await page.locator('.react-flow__node').count()).toBeGreaterThan(10);
});

test('the page is rendered with the fleet, not with a skeleton', async ({ page }) => {
  await openSample(page);
  for (let n = 0; n < 20; n++) {
    const html = await (await page.request.get('/')).text();
    expect(html).toContain('bank/checkout');
    expect(html).not.toContain('Loading <!-- -->the fleet');
  }
});

test('a number filters the table, and the URL holds the filter', async ({ page }) => {
  await openSample(page);
  await page.goto('/');
  await page
    .getByRole('link', { name: /^\d+ broken$/ })
    .or(page.getByRole('button', { name: /^\d+ broken$/ }))
    .click();
  await expect(page).toHaveURL(/filter=status(%3A|:)broken/);
  const table = page.getByRole('table', { name: 'Images' });
  await expect(table.getByText('legacy/cron-runner')).toBeVisible();
  await expect(table.getByText('shop/coupons')).toHaveCount(0);
  await page.reload();
  await expect(table.getByText('legacy/cron-runner')).toBeVisible();
});

test('the headline’s advice links to its images', async ({ page }) => {
  await openSample(page);
  await page.goto('/');
  await page.getByRole('button', { name: 'Show them' }).click();
  const table = page.getByRole('table', { name: 'Images' });
  await expect(table.getByText('shop/coupons')).toHaveCount(0);
  await expect(table.getByText('shop/cart')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('filter')).toMatch(/^status:stale base:".*runtime\/node:22"/);
  await page.getByRole('link', { name: /^Rebase dependents of .*runtime\/node:22$/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rebase dependents of');
});

test('an invalid filter says why and keeps the input', async ({ page, complaints }) => {
  await openSample(page);
  await page.goto('/');
  const box = page.getByRole('textbox', { name: 'Filter the fleet' }).or(page.getByLabel('Filter the fleet'));
  await box.first().fill('status:rotten');
  await box.first().press('Enter');
  await expect(page.getByText(/Allowed: up-to-date, stale/).first()).toBeVisible();
  await expect(box.first()).toHaveValue('status:rotten');
  // The browser logs the 400.
  complaints.splice(0);
});

test('an image shows its chain as a ladder, its evidence and its history', async ({ page }) => {
  await openSample(page);
  await page.goto(`/images/${await imageId(page, 'bank/checkout:2.4')}`);
  await expect(page.getByText('Stale below').first()).toBeVisible();
  for (const name of ['framework/java-web', 'runtime/java', 'platform/base', 'library/debian']) {
    await expect(page.getByText(name).first()).toBeVisible();
  }
  await expect(page.getByText('The chain ends here, at its root.')).toBeVisible();
  await page.getByRole('tab', { name: 'Evidence' }).click();
  await expect(page.getByText(/annotation/i).first()).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(/first seen/i);
  await page.getByRole('tab', { name: 'Platforms' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('linux/amd64');
});

test('a conflict shows both claims', async ({ page }) => {
  await openSample(page);
  await page.goto(`/images/${await imageId(page, 'legacy/report-gen:4.4')}`);
  await expect(page.getByText('Broken').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Evidence' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('library/debian:12-slim');
  await expect(page.getByRole('tabpanel')).toContainText('library/alpine:3');
});

test('the graph focuses, selects by keyboard and shows the evidence of a link', async ({ page }) => {
  await openSample(page);
  await page.goto('/graph?focus=registry.sample.internal/platform/base:12');
  const node = page.locator('.react-flow__node').filter({ hasText: 'runtime/java:21' });
  await node.click();
  await expect(
    page.getByRole('complementary').or(page.getByRole('dialog')).filter({ hasText: 'runtime/java' }).first(),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/focus=registry\.sample\.internal/);
});

test('the keyboard reaches everything', async ({ page }) => {
  await openSample(page);
  await page.goto('/');
  await expect(page.getByRole('table', { name: 'Images' })).toBeVisible();
  // Shortcuts work once React has hydrated the shell, which then opens the event stream.
  await expectLive(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('checkout:2.4');
  await expect(page.getByRole('option', { name: /^Image .*checkout/, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/images\//);
});

test('a cluster and a repository show where images run and are declared', async ({ page }) => {
  await clearFleet(page);
  await openSample(page);
  await page.goto('/?filter=running%3Ayes+namespace%3Adata');
  const table = page.getByRole('table', { name: 'Images' });
  await expect(table.getByText('data/recommender')).toBeVisible();
  await expect(table.getByText('data/etl-nightly')).toHaveCount(0);

  await page.goto(`/images/${await imageId(page, 'edge/kiosk:2.2')}?tab=places`);
  const places = page.getByRole('tabpanel');
  await expect(places).toContainText('sample / edge / deployment/kiosk / kiosk · 1 pod');
  await page.goto(`/images/${await imageId(page, 'bank/risk-engine:1.12')}?tab=places`);
  await expect(places).toContainText(/already says registry\.sample\.internal\/runtime\/java:25/);

  await page.goto('/settings/sources');
  const cluster = page.getByRole('listitem').filter({ hasText: 'Sample cluster' });
  await expect(cluster).toContainText('Complete');
  await expect(page.getByRole('listitem').filter({ hasText: 'Sample repository' })).toContainText('Complete');
  await expect(cluster.getByRole('link', { name: /Edit/ })).toHaveCount(0);
  await cluster.getByRole('button', { name: 'Remove sample fleet' }).click();
  await expect(page.getByText('No sources yet')).toBeVisible();
});

test('a base moves while the page is open', async ({ page }) => {
  await page.request.delete('/api/v1/sample-fleet');
  await openSample(page);
  await page.goto('/?filter=repo%3Adata%2Fforecast');
  const row = page.getByRole('table', { name: 'Images' });
  await expect(row.getByText('Up to date', { exact: true })).toBeVisible();
  await expect(row.getByText('Stale', { exact: true })).toBeVisible({ timeout: 100_000 });
});

test('one click removes it, and the first page is back', async ({ page }) => {
  await clearFleet(page);
  await openSample(page);
  await page.goto('/');
  await page.getByRole('button', { name: 'Remove sample fleet' }).click();
  await expect(page.getByRole('heading', { name: 'What does your image stand on?' })).toBeVisible();
});

test('a reference is tracked by pasting a docker pull command', async ({ page }) => {
  await clearFleet(page);
  await page.goto('/');
  const box = page.getByPlaceholder(/Paste/).first();
  await box.fill('docker pull registry.sample.internal/none/such:1');
  await box.press('Enter');
  await expect(page.getByText('none/such').first()).toBeVisible();
});

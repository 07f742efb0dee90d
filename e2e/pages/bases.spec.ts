import { expect, openSample, test } from './fixtures.ts';

const sample = (path: string) => `registry.sample.internal/${path}`;
const BASE = sample('platform/base:12');

test.beforeEach(async ({ page }) => {
  await openSample(page);
});

test('a base has its digests, its newer tags and its dependents by status, by keyboard from the fleet', async ({
  page,
}) => {
  await page.goto('/');
  await page.getByRole('link', { name: `Open the page of ${BASE}` }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/bases\?reference=/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('platform/base:12');
  const history = page.getByRole('region', { name: 'Digests of the tag' }).getByRole('listitem');
  await expect(history).toHaveCount(2);
  await expect(history.first()).toContainText('now');
  await expect(history.last()).toContainText('names this digest');

  const dependents = page.getByRole('region', { name: 'Based on it' });
  await expect(dependents.getByRole('link').filter({ hasText: 'runtime/java:21' })).toBeVisible();
  await dependents.getByRole('button', { name: /^Through other bases/ }).press('Enter');
  await expect(page).toHaveURL(/dependents=through/);
  await expect(dependents.getByRole('link').filter({ hasText: 'bank/checkout' })).toBeVisible();
  await dependents.getByRole('button', { name: /stale below/ }).press('Enter');
  await expect(page).toHaveURL(/status=stale-by-ancestor/);
  await expect(dependents.locator('li [data-status="stale"]')).toHaveCount(0);

  await page.getByRole('button', { name: 'Find newer tags' }).press('Enter');
  await expect(page.getByText('No newer tag of the same kind.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Rebase dependents' })).toHaveAttribute(
    'href',
    `/cascade?${new URLSearchParams({ reference: BASE })}`,
  );
});

test('a base that nothing is based on says so', async ({ page, complaints }) => {
  await page.goto('/bases?reference=docker.io/library/never:1');
  await expect(page.getByText('Base not known here')).toBeVisible();
  // The browser logs the 404.
  complaints.splice(0);
});

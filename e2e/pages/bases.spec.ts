import { expect, imageId, openSample, test } from './fixtures.ts';

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

test('what changed between two digests of a base: layers, packages and files, from its page', async ({
  page,
}) => {
  await page.goto(`/bases?${new URLSearchParams({ reference: BASE })}`);
  await page.getByRole('link', { name: 'What changed' }).press('Enter');
  await expect(page).toHaveURL(/\/differences\?/);
  await expect(page.getByRole('region', { name: 'Layers' })).toContainText(
    '1 layer kept, 1 removed, 1 added',
  );
  const packages = page.getByRole('region', { name: 'Packages' });
  await expect(packages).toContainText('2 upgraded among 2 Debian packages');
  const row = packages.getByRole('row').filter({ hasText: 'tzdata' });
  await expect(row).toContainText('20230311');
  await expect(row).toContainText('20250419');
  const files = page.getByRole('region', { name: 'Files' });
  await expect(files).toContainText('0 files added, 0 removed, 2 changed');
  await files.getByText('Show the files').press('Enter');
  await expect(files.getByRole('listitem').filter({ hasText: '/var/lib/dpkg/status' })).toBeVisible();

  await page.getByText('Compare other images').press('Enter');
  await page.getByLabel('Image after').fill(BASE);
  await page.getByLabel(/^Image before/).fill(BASE);
  await page.getByRole('button', { name: 'Compare images' }).press('Enter');
  await expect(page.getByText(/^Nothing differs for linux\/amd64/)).toBeVisible();
});

test('a plan says what changes in the base when it is opened', async ({ page }) => {
  await page.goto(`/rebase?${new URLSearchParams({ reference: sample('shop/cart:3.8') })}`);
  const changes = page.getByText('What changes in the base');
  await expect(changes).toBeVisible();
  await expect(page.getByRole('region', { name: 'Packages' })).toHaveCount(0);
  await changes.press('Enter');
  const row = page.getByRole('region', { name: 'Packages' }).getByRole('row').filter({ hasText: 'nodejs' });
  await expect(row).toContainText('22.9.0');
  await expect(row).toContainText('22.12.0');
});

test('contested claims say which one the layers agree with, and how to correct the other', async ({
  page,
}) => {
  await page.goto(`/images/${await imageId(page, 'legacy/cron-runner:1.0')}?tab=evidence`);
  await expect(page.getByText('The claims are contested')).toBeVisible();
  await expect(page.getByText(/^They contradict /)).toContainText('annotation on the manifest');
});

import type { Page } from '@playwright/test';
import { expectLive } from '../live.ts';
import { expect, openSample, test } from './fixtures.ts';

const box = (page: Page) => page.getByRole('combobox', { name: 'Filter the fleet' });
const table = (page: Page) => page.getByRole('table', { name: 'Images' });
const filterOf = (page: Page) => new URL(page.url()).searchParams.get('filter');

test.beforeEach(async ({ page }) => {
  await openSample(page);
  await page.goto('/');
  // The box works once React has hydrated the page.
  await expectLive(page);
});

test('the box suggests keys and values with their numbers, by keyboard alone', async ({ page }) => {
  await page.keyboard.press('/');
  await page.keyboard.type('own');
  const options = page.getByRole('option');
  await expect(options).toHaveText([/^owner:/]);
  await page.keyboard.press('Tab');
  await expect(box(page)).toHaveValue('owner:');
  await expect(options.filter({ hasText: 'git.sample.internal/bank' })).toContainText('3 images');
  await page.keyboard.type('ban');
  await expect(options).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(box(page)).toHaveValue('owner:git.sample.internal/bank ');
  await expect(table(page).getByText('bank/checkout')).toBeVisible();
  await expect(table(page).getByText('shop/cart')).toHaveCount(0);
  // The rest of the filter counts.
  await page.keyboard.type('repo:');
  await expect(options).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(options).toHaveCount(0);
  await expect(box(page)).toHaveValue('owner:git.sample.internal/bank repo:');
  await page.keyboard.press('Escape');
  await expect(box(page)).toHaveValue('');
  await expect.poll(() => filterOf(page)).toBeNull();
});

test('the box stays where it is while one types', async ({ page }) => {
  const before = await box(page).boundingBox();
  await box(page).fill('repo:bank/checkout');
  await expect(table(page).getByText('shop/cart')).toHaveCount(0);
  expect((await box(page).boundingBox())?.y).toBe(before?.y);
});

test('a wrong filter keeps the last right one in table and graph, and says what is wrong', async ({
  page,
}) => {
  await box(page).fill('repo:bank/*');
  await expect(table(page).getByText('shop/cart')).toHaveCount(0);
  await box(page).fill('repo:bank/* (');
  await expect(page.getByRole('alert').filter({ hasText: 'never closed' })).toBeVisible();
  await expect(table(page).getByText('bank/checkout')).toBeVisible();
  await expect(table(page).getByText('shop/cart')).toHaveCount(0);
  await page.goto('/graph?filter=repo:bank/*');
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
  await box(page).fill('repo:bank/* OR');
  await expect(page.getByRole('alert').filter({ hasText: 'beside OR' })).toBeVisible();
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
});

test('the help explains every key, and its examples apply', async ({ page }) => {
  await page.getByRole('button', { name: 'Filter help' }).click();
  await page.getByRole('button', { name: /^is:problem N/ }).click();
  await expect(box(page)).toHaveValue('is:problem');
  await expect.poll(() => filterOf(page)).toBe('is:problem');
  await expect(table(page).getByText('legacy/cron-runner')).toBeVisible();
  await expect(table(page).getByText('shop/coupons')).toHaveCount(0);
});

test('a filter is saved, chosen, renamed and deleted', async ({ page }) => {
  await box(page).fill('repo:bank/*');
  await expect.poll(() => filterOf(page)).toBe('repo:bank/*');
  const saved = page.getByRole('button', { name: 'Saved filters' });
  await saved.click();
  await page.getByLabel('Name of the current filter').fill('The bank');
  await page.getByRole('button', { name: 'Save filter' }).click();
  await expect(page.getByRole('button', { name: /^The bank/ })).toBeVisible();
  await page.goto('/graph');
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
  await saved.click();
  await page.getByRole('button', { name: /^The bank/ }).click();
  await expect.poll(() => filterOf(page)).toBe('repo:bank/*');
  await saved.click();
  await page.getByRole('button', { name: 'Rename The bank' }).click();
  await page.getByLabel('New name of The bank').fill('Bank');
  await page.getByRole('button', { name: 'Rename filter' }).click();
  await page.getByRole('button', { name: 'Delete Bank' }).click();
  await expect(page.getByText('No filter is saved yet.')).toBeVisible();
});

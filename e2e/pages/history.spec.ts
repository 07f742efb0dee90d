import type { Page } from '@playwright/test';
import { expectLive } from '../live.ts';
import { clearFleet, expect, imageId, openSample, test } from './fixtures.ts';

interface Moments {
  readonly moments: readonly { readonly at: string }[];
}

/** The moments at which the sample fleet changed, oldest first. */
async function momentsOf(page: Page): Promise<string[]> {
  const { moments } = (await (await page.request.get('/api/v1/moments')).json()) as Moments;
  return moments.map(({ at }) => at);
}

const images = (page: Page) => page.getByText(/^\d+ images$/);

test('the fleet is shown at past moments, by keyboard, and again as it is now', async ({ page }) => {
  await clearFleet(page);
  await openSample(page);
  await page.goto('/');
  await expect(page.getByRole('img', { name: 'Images by status, over time' })).toBeVisible();
  const now = await images(page).textContent();
  await page.getByRole('button', { name: 'Past', exact: true }).click();
  await expect(page).toHaveURL(/at=/);
  await expect(page.getByText(/^As it was on/)).toBeVisible();
  for (const action of ['Scan', 'Share', 'Past']) {
    await expect(page.getByRole('button', { name: action, exact: true })).toHaveCount(0);
  }
  const slider = page.getByRole('slider', { name: 'Moment' });
  await slider.focus();
  await page.keyboard.press('Home');
  const [first = ''] = await momentsOf(page);
  await expect(page).toHaveURL(
    new RegExp(`at=${encodeURIComponent(first).replaceAll('.', '\\.')}|at=${first.replaceAll('.', '\\.')}`),
  );
  await expect(images(page)).not.toHaveText(now ?? '');
  const stale = page.getByRole('button', { name: /^\d+ stale$/ });
  await expect(stale).toHaveCount(0);
  await expect(slider).toHaveAttribute('aria-valuetext', /UTC, after \d+ changes$/);
  await page.keyboard.press('ArrowRight');
  await expect(stale).toBeVisible();
  await page.keyboard.press('End');
  await expect(page).not.toHaveURL(/at=/);
  await expect(images(page)).toHaveText(now ?? '');
});

test('links keep the moment: from the fleet to an image, its dependents, the graph', async ({ page }) => {
  await openSample(page);
  const moments = await momentsOf(page);
  const at = moments[2] ?? '';
  await page.goto(`/?at=${at}&filter=repo:edge/dns-cache`);
  const link = page.getByRole('table', { name: 'Images' }).getByRole('link');
  await expect(page.getByRole('table', { name: 'Images' }).getByText('Up to date')).toBeVisible();
  await link.click();
  await expect(page).toHaveURL(/\/images\/.*at=/);
  await expect(page.getByRole('heading', { level: 1 }).getByText('Up to date')).toBeVisible();
  for (const action of ['Rebase', 'Scan', 'Untrack']) {
    await expect(page.getByText(action, { exact: true })).toHaveCount(0);
  }
  await page.getByRole('link', { name: 'Graph' }).last().click();
  await expect(page).toHaveURL(/\/graph\?.*at=/);
  await expect(page.getByText(/^As it was on/)).toBeVisible();
  await expect(page.locator('.react-flow__node').filter({ hasText: 'dns-cache' })).toContainText(
    'Up to date',
  );
  await page.getByRole('button', { name: 'Now', exact: true }).click();
  await expect(page.locator('.react-flow__node').filter({ hasText: 'dns-cache' })).toContainText('Stale');
});

test('an image’s history links to each verdict', async ({ page }) => {
  await openSample(page);
  await page.goto(`/images/${await imageId(page, 'edge/dns-cache:1.1')}?tab=history`);
  const before = page.getByRole('listitem').filter({ hasText: 'Up to date' });
  await before.getByRole('link', { name: /^Show as of/ }).click();
  await expect(page.getByRole('heading', { level: 1 }).getByText('Up to date')).toBeVisible();
  await expect(page.getByText('shown', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Later change' }).click();
  await expect(page.getByRole('heading', { level: 1 }).getByText('Stale')).toBeVisible();
});

test('changes between two moments are listed by base, with links to both', async ({ page }) => {
  await openSample(page);
  // From the last change before a month ago to yesterday: other tests change today's fleet too.
  const daysAgo = (days: number) => Date.now() - days * 24 * 3600 * 1000;
  const from = (await momentsOf(page)).findLast((at) => Date.parse(at) < daysAgo(30)) ?? '';
  const to = new Date(daysAgo(1)).toISOString();
  await page.goto('/');
  // The keys are there once the page listens.
  await expectLive(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('changes in');
  await expect(page.getByRole('option').first()).toContainText('Changes in');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/activity\?tab=changes/);
  await page.goto(`/activity?tab=changes&from=${from}&to=${to}`);
  await expect(page.getByRole('status').filter({ hasText: /went stale.* moved/ })).toBeVisible();
  const section = page.locator('section').filter({ hasText: 'runtime/static:1' }).first();
  await expect(section).toContainText(/1 broke, 1 went stale|1 went stale, 1 broke/);
  await section.getByRole('link').filter({ hasText: 'edge/kiosk' }).click();
  await expect(page.getByRole('heading', { level: 1 }).getByText('Broken')).toBeVisible();
  await page.goBack();
  await page
    .getByRole('link', { name: /^Fleet on/ })
    .first()
    .click();
  await expect(page.getByText(/^As it was on/)).toBeVisible();
  await page.goto('/activity?tab=changes&filter=repo:nobody');
  await expect(page.getByText('No status, tag or base changed')).toBeVisible();
});

test('the past arrives with the page, chart and all', async ({ page }) => {
  await openSample(page);
  const [, , at = ''] = await momentsOf(page);
  const markup = await (await page.request.get(`/?at=${at}`)).text();
  for (const part of [
    /<title[^>]*>Images by status, over time</,
    /<pattern id=/,
    /As it was on/,
    /<th scope="row"/,
  ])
    expect(markup).toMatch(part);
});

test('invalid moments are refused with a message', async ({ request, page, complaints }) => {
  await openSample(page);
  const get = async (path: string) => {
    const response = await request.get(`/api/v1/${path}`);
    return [response.status(), ((await response.json()) as { detail?: string }).detail];
  };
  const future = 'at=2100-01-01T00:00:00Z';
  for (const path of [
    `fleet?${future}`,
    `graph?${future}`,
    `images?${future}`,
    'trend?to=2100-01-01T00:00:00Z',
  ]) {
    expect(await get(path)).toEqual([400, expect.stringContaining('in the future')]);
  }
  expect(await get('fleet?at=yesterday')).toEqual([400, expect.stringContaining('2026-01-31T12:00:00Z')]);
  expect(await get('changes?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')).toEqual([
    400,
    expect.stringContaining('not before to'),
  ]);
  const offset = await (await request.get('/api/v1/fleet?at=2001-01-01T02:00:00+02:00')).json();
  expect(offset).toMatchObject({ total: 0 });
  await page.goto('/?at=2100-01-01T00:00:00Z');
  await expect(page.getByText('in the future')).toBeVisible();
  await page.getByRole('button', { name: 'Now', exact: true }).click();
  await expect(images(page)).toBeVisible();
  // The browser logs the 400.
  complaints.splice(0);
});

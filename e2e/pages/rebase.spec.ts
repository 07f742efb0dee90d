import type { Page } from '@playwright/test';
import { expectLive } from '../live.ts';
import { expect, imageId, openSample, tabTo, test } from './fixtures.ts';

const CART = 'registry.sample.internal/shop/cart:3.8';

test.beforeEach(async ({ page }) => {
  await page.request.delete('/api/v1/sample-fleet');
  await openSample(page);
});

/** Opens the rebase of the cart in a list and undoes it, by keyboard. */
async function undoRebase(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('link').filter({ hasText: 'cart' }).first());
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Undo rebase' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: /^Move the tag back/ }));
  await page.keyboard.press('Enter');
  await expect(page.locator('h1 [data-state="rolled-back"]')).toBeVisible();
}

test('an image is pasted, judged, rebased as planned and rolled back without a mouse', async ({ page }) => {
  await page.goto('/');
  await tabTo(page, page.getByRole('textbox', { name: 'Image reference to track' }));
  await page.keyboard.insertText(CART);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/images\//);
  await expect(page.locator('#main header [data-status="stale"]')).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'Rebase', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/rebase\?reference=/);
  await expect(page.getByRole('heading', { name: 'Before you rebase' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'After' })).toContainText('ADD rootfs');
  await expect(page.getByText(/1 layer mounted, 1 config, 1 manifest and 1 tag/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Annotations' })).toBeVisible();
  await expect(page.getByText('index.annotations.org.opencontainers.image.base.digest')).toBeHidden();
  await expect(page.getByText('annotations.org.opencontainers.image.base.digest')).toBeVisible();
  await expect(page.getByText(/^Nothing is lost/)).toBeVisible();
  await tabTo(page, page.getByLabel(/^Reason/));
  await page.keyboard.insertText('nodejs fixes');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/rebases\//);
  await expect(page.locator('h1 [data-state="succeeded"]')).toBeVisible();
  for (const step of ['mount', 'config', 'recheck', 'tag', 'verify']) {
    await expect(page.locator(`[data-step="${step}"]`).first()).toHaveAttribute('data-state', 'done');
  }
  await page.goto(`/images/${await imageId(page, 'shop/cart:3.8')}`);
  await expect(page.locator('#main header [data-status="up-to-date"]')).toBeVisible();

  await page.goto('/activity');
  await expect(page.getByText('operator').first()).toBeVisible();
  await undoRebase(page);
  await page.goto('/activity?tab=record');
  await expect(page.getByText('operator rolled back').first()).toBeVisible();
  await expect(page.getByText('nodejs fixes').first()).toBeVisible();
  await page.goto(`/images/${await imageId(page, 'shop/cart:3.8')}`);
  await expect(page.locator('#main header [data-status="stale"]')).toBeVisible();
});

test('stale images are filtered, selected together and rebased without a mouse, and one is undone', async ({
  page,
}) => {
  await page.goto('/');
  await expectLive(page);
  await page.keyboard.press('/');
  await page.keyboard.type('status:stale repo:shop/*');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/filter=status/);
  const table = page.getByRole('table', { name: 'Images' });
  await expect(table.getByText('bank/checkout')).toHaveCount(0);
  await page.keyboard.press('Tab');
  await page.keyboard.press('j');
  await tabTo(page, table.getByRole('checkbox', { name: 'Select all loaded images' }), 'Shift+Tab');
  await page.keyboard.press('Space');
  const bar = page.getByRole('region', { name: 'Selected images' });
  await expect(bar).toContainText(/All \d+ selected/);
  await tabTo(page, bar.getByRole('button', { name: 'Rebase' }));
  await page.keyboard.press('Enter');
  const run = page.getByRole('button', { name: /^Rebase \d+ images$/ });
  await expect(run).toBeVisible();
  const count = /\d+/.exec((await run.textContent()) ?? '')?.[0];
  await tabTo(page, page.getByLabel(/^Reason/));
  await page.keyboard.type('all of the shop');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: `${count} rebases started.` })).toBeVisible();
  const stale = async () => {
    const { total } = await (
      await page.request.get('/api/v1/images?filter=status:stale%20repo:shop/cart&limit=1')
    ).json();
    return total;
  };
  await expect.poll(stale, { timeout: 30_000 }).toBe(0);
  await tabTo(page, page.getByRole('link', { name: 'Show all rebases' }));
  await page.keyboard.press('Enter');
  await undoRebase(page);
});

test('a refused rebase says why, and what to do instead', async ({ page, complaints }) => {
  await page.goto('/rebase?reference=registry.sample.internal/legacy/cron-runner:1.0');
  await expect(page.getByRole('alert').first()).toContainText('It is not based on the base it names');
  await expect(page.getByRole('alert').first()).toContainText('Rebuild the image from its source.');
  await page.goto('/rebase?reference=registry.sample.internal/vendor/appliance:9');
  await expect(page.getByRole('alert').first()).toContainText('The base is gone');
  // The browser logs the 422s.
  complaints.splice(0);
});

test('another base and a new tag are planned from the form', async ({ page }) => {
  await page.goto(`/rebase?reference=${CART}`);
  await page.getByText('Options: base, tag, settings').click();
  await page.getByLabel('New tag').fill('registry.sample.internal/shop/cart:3.8-rebased');
  await page.getByRole('button', { name: 'Update plan' }).click();
  await expect(page).toHaveURL(/target=/);
  await expect(page.getByText(/under the new tag/)).toBeVisible();
  await page.getByRole('button', { name: /^Rebase / }).click();
  await expect(page.locator('h1 [data-state="succeeded"]')).toBeVisible();
  const lineage = await page.request.get(`/api/v1/lineage?reference=${CART}`);
  expect((await lineage.json()).status).toBe('stale');
});

test('a cascade rebases the dependents of a base, wave by wave', async ({ page }) => {
  await page.goto('/cascade?reference=registry.sample.internal/platform/base:12');
  await expect(page.getByText(/5 images on .* will be rebased in 3 waves/)).toBeVisible();
  await expect(page.locator('[data-state="refused"]').first()).toBeVisible();
  await page.getByRole('button', { name: 'Rebase 5 images' }).click();
  await expect(page).toHaveURL(/\/cascades\//);
  await expect(page.locator('h1 [data-state="succeeded"]')).toBeVisible({ timeout: 30_000 });
  for (const name of ['runtime/java:21', 'framework/java-web:3', 'bank/checkout:2.4']) {
    await expect(page.locator(`[data-reference$="${name}"]`)).toHaveAttribute('data-state', 'succeeded');
  }
  await page.goto(`/images/${await imageId(page, 'bank/checkout:2.4')}`);
  await expect(page.locator('#main header [data-status="up-to-date"]')).toBeVisible();
});

test('an image that is stale below is rebased along its chain: one first, then the rest, then undone as one plan', async ({
  page,
  complaints,
}) => {
  await page.goto('/rebase?reference=registry.sample.internal/bank/checkout:2.4');
  const refusal = page.getByRole('alert').first();
  await expect(refusal).toContainText('a base further down has moved');
  await expect(refusal.getByRole('listitem')).toHaveText([
    /platform\/base:12.*has moved/,
    /runtime\/java:21/,
    /framework\/java-web:3/,
    /bank\/checkout:2\.4.*this image/,
  ]);
  // The browser logs the 422.
  complaints.splice(0);
  await refusal.getByRole('link', { name: 'Plan the cascade of 3 images' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rebase the chain from');
  await page.getByLabel(/^Reason/).fill('base fixes');
  await page
    .getByLabel('Start with')
    .selectOption({ label: 'registry.sample.internal/runtime/java:21 alone, then pause' });
  await page.getByRole('button', { name: 'Rebase 1 image first' }).click();
  await expect(page.locator('h1 [data-state="paused"]')).toBeVisible();
  await expect(page.getByText(/^Paused after the first one/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Waiting' })).toContainText('bank/checkout');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.locator('h1 [data-state="succeeded"]')).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('[data-spoken]')).toContainText('Cascade done: 3 of 3 done', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Plan to undo it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Undo the cascade from');
  await expect(page.getByText(/^3 tags move back to what the cascade/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Wave 1' })).toContainText('bank/checkout');
  await page.getByRole('button', { name: 'Move 3 tags back' }).click();
  await expect(page.locator('h1 [data-state="succeeded"]')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Show the cascade that this undoes' }).click();
  await expect(page.locator('li [data-state="rolled-back"]')).toHaveCount(3);
  await page.goto('/activity?tab=record');
  await expect(page.getByText('base fixes (cascade from').first()).toBeVisible();
  await page.goto(`/images/${await imageId(page, 'bank/checkout:2.4')}`);
  await expect(page.locator('#main header [data-status="stale-by-ancestor"]')).toBeVisible();
});

test('an image is left out of a cascade with those based on it, by the plan’s address', async ({ page }) => {
  await page.goto('/cascade?reference=registry.sample.internal/platform/base:12');
  const leaveOut = page.getByLabel(/^Leave out .*framework\/java-web:3$/);
  await leaveOut.focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /^Rebase 5 images/ })).toBeDisabled();
  await page.getByRole('button', { name: 'Update plan' }).press('Enter');
  await expect(page).toHaveURL(/without=/);
  await expect(page.locator('[data-reference$="framework/java-web:3"]')).toContainText(
    'Left out of this plan.',
  );
  await expect(page.locator('[data-reference$="bank/checkout:2.4"]')).toContainText('is left out.');
  await page.reload();
  await expect(page.getByLabel(/^Leave out .*framework\/java-web:3$/)).toBeChecked();
  await expect(page.getByRole('button', { name: /^Rebase 2 images/ })).toBeEnabled();
});

test('a cascade of one wave can be paused, resumed and stopped', async ({ page }) => {
  const data = { reference: 'registry.sample.internal/runtime/node:22' };
  const planned = await (await page.request.post('/api/v1/cascades/plan', { data })).json();
  expect(planned.counts).toMatchObject({ planned: 9, 'no-op': 6 });
  const act = (action: string) => page.request.post(`/api/v1/cascades/${planned.id}/${action}`);
  expect((await act('pause')).status()).toBe(409);
  expect((await act('start')).status()).toBe(202);
  await act('pause');
  await act('resume');
  const state = async () => (await (await page.request.get(`/api/v1/cascades/${planned.id}`)).json()).state;
  await expect.poll(state, { timeout: 30_000 }).toBe('succeeded');
  expect((await act('stop')).status()).toBe(409);
  expect((await act('nonsense')).status()).toBe(400);
  const done = await (await page.request.get(`/api/v1/cascades/${planned.id}`)).json();
  expect(done.counts).toMatchObject({ succeeded: 9, 'no-op': 6 });
});

test('the API matches its contract: 409 for a moved tag, 422 with a reason, 404 for unknown ids', async ({
  page,
}) => {
  const plan = await (await page.request.post('/api/v1/rebases/plan', { data: { reference: CART } })).json();
  expect(plan).toMatchObject({ reference: CART, target: CART, requests: expect.any(Number) });
  expect(plan.platforms[0].layersAdded.length).toBeGreaterThan(0);
  const other = await (
    await page.request.post('/api/v1/rebases/plan', {
      data: { reference: CART, configMode: 'keep-original' },
    })
  ).json();
  const accepted = await page.request.post('/api/v1/rebases', { data: { planId: plan.planId } });
  expect(accepted.status()).toBe(202);
  const { id } = await accepted.json();
  await expect
    .poll(async () => (await (await page.request.get(`/api/v1/rebases/${id}`)).json()).state)
    .toBe('succeeded');
  const lineage = await (await page.request.get(`/api/v1/lineage?reference=${CART}&refresh=true`)).json();
  expect(lineage.digest).toBe(plan.toDigest);
  if (other.toDigest !== plan.toDigest) {
    const late = await page.request.post('/api/v1/rebases', { data: { planId: other.planId } });
    expect(late.status()).toBe(409);
  }
  const again = await page.request.post('/api/v1/rebases/plan', { data: { reference: CART } });
  expect(again.status()).toBe(422);
  expect((await again.json()).refusal.kind).toBe('already-current');
  const back = await page.request.post(`/api/v1/rebases/${id}/rollback`);
  expect((await back.json()).state).toBe('rolled-back');
  expect((await page.request.post(`/api/v1/rebases/${id}/rollback`)).status()).toBe(200);
  const unknown = '00000000-0000-4000-8000-000000000000';
  expect((await page.request.get(`/api/v1/rebases/${unknown}`)).status()).toBe(404);
  expect((await page.request.post('/api/v1/rebases', { data: { planId: unknown } })).status()).toBe(404);
});

import type { Page } from '@playwright/test';
import { basedOn, image, push } from '#lib/registry/memory/image-builder.ts';
import { barriers } from './barriers.ts';
import { expect, imageId } from './fixtures.ts';
import { registryTests, type Setup } from './registry-fixtures.ts';

// Bases in the file are trusted, so this one is not the base of any image here.
const test = registryTests((host) => `bases:\n  - image: ${host}/vendor/**\n    base: ${host}/vendor-os:1\n`);

const layered = (words: string, on = image()) => on.layer(`RUN ${words}`, [{ path: words, content: words }]);

/** An image without evidence and a contested one, both on a base that nobody tracks. */
async function fleet(page: Page, { registry: { host, registry } }: Setup) {
  const os = layered('os').annotate(basedOn('scratch'));
  const other = layered('other').annotate(basedOn('scratch'));
  await push(registry, `${host}/os:1`, os);
  const otherDigest = await push(registry, `${host}/other:1`, other);
  const [silent, contested] = [`${host}/legacy/fax:1`, `${host}/legacy/mail:1`];
  await push(registry, silent, layered('fax', image().from(os)));
  const claim = basedOn(`${host}/other:1`, otherDigest);
  await push(registry, contested, layered('mail', image().from(os)).annotate(claim));
  const tracked = await page.request.post('/api/v1/images', { data: { references: [silent, contested] } });
  expect(tracked.status()).toBe(201);
  return { silent, contested, os: `${host}/os:1`, other: `${host}/other:1@${otherDigest}` };
}

const panelOf = (page: Page) => page.getByRole('region', { name: 'Name its base' });

async function name(page: Page, reference: string) {
  const field = panelOf(page).getByLabel('It is based on');
  await field.fill(reference);
  await field.press('Enter');
}

test('an image with an unknown base gets one that its layers prove, until the declaration is removed', async ({
  page,
  setup,
}) => {
  const { silent, os } = await fleet(page, setup);
  const id = await imageId(page, 'legacy/fax:1');
  await page.goto(`/images/${id}?tab=evidence`);
  const panel = panelOf(page);
  await name(page, os);
  await expect(panel).toContainText('the layers prove it');
  await expect(panel).toContainText('1 of 1 base layer agrees; the image adds 1');
  await expect(panel.locator('[data-status="up-to-date"]')).toBeVisible();
  await expect(panel.getByRole('link', { name: 'Write the annotation' })).toHaveAttribute(
    'href',
    `/rebase?${new URLSearchParams({ reference: silent, annotate: '1', base: os })}`,
  );
  expect(await barriers(page)).toEqual([]);
  await panel.getByLabel('Reason (optional)').fill('its builder is lost');
  await panel.getByRole('button', { name: 'Save as declared' }).press('Enter');
  await expect(page.locator('#main header [data-status="up-to-date"]')).toBeVisible();
  await expect(panel).toHaveCount(0);

  await page.getByRole('tabpanel').getByRole('link', { name: 'Declared bases' }).press('Enter');
  await expect(page).toHaveURL(/settings\/declared-bases/);
  const row = page.getByRole('listitem').filter({ hasText: 'its builder is lost' });
  await expect(row).toContainText('by operator');
  const remove = page.getByRole('button', { name: `Remove the declared base of ${silent}` });
  // Bases in the file are shown, and cannot be removed here.
  await expect(page.getByRole('listitem').filter({ hasText: '/vendor/**' })).toContainText('baseboard.yaml');
  await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(1);
  expect(await barriers(page)).toEqual([]);
  await remove.press('Enter');
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(row).toHaveCount(1);
  await remove.press('Enter');
  await expect(row).toHaveCount(0);
  await page.goto(`/images/${id}?tab=evidence`);
  await expect(page.locator('#main header [data-status="unknown"]')).toBeVisible();
  await page.goto('/settings/access');
  await expect(page.getByText(`operator declared the base of ${silent}`).first()).toBeVisible();
  await expect(page.getByText(`operator removed the declared base of ${silent}`).first()).toBeVisible();
});

test('a base that the layers do not prove is shown as such; a contradicted one is not saved', async ({
  page,
  setup,
  complaints,
}) => {
  const { silent, os, other } = await fleet(page, setup);
  const id = await imageId(page, 'legacy/fax:1');
  await page.goto(`/images/${id}?tab=evidence`);
  const panel = panelOf(page);
  await name(page, other.replace(/@.*/, ''));
  await expect(panel).toContainText('The layers do not prove');
  await expect(panel).toContainText('0 of 1 base layer agrees; layer 1 differs');
  await expect(panel.getByRole('link', { name: 'Write the annotation' })).toHaveCount(0);
  await name(page, other);
  await expect(panel).toContainText('the layers contradict it');
  await expect(panel.getByRole('button', { name: 'Save as declared' })).toHaveCount(0);
  await name(page, os.replace('/os:1', '/no/such:1'));
  await expect(panel).toContainText('Could not compare the layers');
  await expect(panel.getByRole('alert')).toContainText('Not found');
  // The browser logs the 404.
  complaints.splice(0);

  const inFile = { image: silent.replace('legacy', 'vendor'), base: os };
  const refused = await page.request.post('/api/v1/declared-bases', { data: inFile });
  expect([refused.status(), (await refused.json()).code]).toEqual([409, 'declared-in-file']);
});

test('a contested image is compared too, and its past offers no corrections', async ({ page, setup }) => {
  const { os } = await fleet(page, setup);
  const id = await imageId(page, 'legacy/mail:1');
  await page.goto(`/images/${id}?tab=evidence`);
  await expect(page.locator('#main header [data-status="broken"]')).toBeVisible();
  const panel = panelOf(page);
  await name(page, os);
  await expect(panel).toContainText('the layers prove it');
  // The false annotation stays: declaring the base alone makes nothing up to date.
  await expect(panel.locator('[data-status="broken"]')).toBeVisible();
  await expect(panel.getByRole('link', { name: 'Write the annotation' })).toHaveCount(0);
  const note = page.getByText('The claims are contested');
  await expect(note).toBeVisible();
  const { checkedAt } = await (await page.request.get(`/api/v1/images/${id}`)).json();
  await page.goto(`/images/${id}?tab=evidence&at=${checkedAt}`);
  await expect(note).toBeVisible();
  await expect(panel).toHaveCount(0);
  await expect(page.getByText('Rebuild the image')).toHaveCount(0);
});

test('a base of a digest is declared for its repository only if that is chosen; undo brings back what was replaced', async ({
  page,
  setup,
}) => {
  const { silent, os, other } = await fleet(page, setup);
  const repository = silent.replace('legacy/fax:1', 'legacy/telex');
  const recipe = layered('telex', image().from(layered('os').annotate(basedOn('scratch'))));
  const digest = await push(setup.registry.registry, `${repository}:1`, recipe);
  const references = [`${repository}@${digest}`];
  expect((await page.request.post('/api/v1/images', { data: { references } })).status()).toBe(201);
  const earlier = { image: repository, base: other, reason: 'the first one' };
  const first = await page.request.post('/api/v1/declared-bases', { data: earlier });
  expect((await first.json()).replaced).toBeNull();

  const id = await imageId(page, digest);
  await page.goto(`/images/${id}?tab=evidence`);
  await expect(page.locator('#main header [data-status="broken"]')).toBeVisible();
  const panel = panelOf(page);
  await name(page, os);
  await expect(panel).toContainText('the layers prove it');
  const scope = panel.getByRole('radio', { name: `Every tag of ${repository}` });
  await expect(scope).not.toBeChecked();
  const save = panel.getByRole('button', { name: 'Save as declared' });
  await save.press('Enter');
  await expect(scope).toBeFocused();
  await scope.press(' ');
  await save.press('Enter');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.getByText('Earlier base declared again.')).toBeVisible();
  const { items } = await (await page.request.get('/api/v1/declared-bases')).json();
  expect(items).toContainEqual(expect.objectContaining(earlier));
});

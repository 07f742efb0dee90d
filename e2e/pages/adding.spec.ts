import type { Page } from '@playwright/test';
import { expectLive } from '../live.ts';
import { clearFleet, dropNotFound, expect, imageId, openSample, test } from './fixtures.ts';

const AT = 'registry.sample.internal';

/** Shortcuts work once React has hydrated the shell, which then opens the event stream. */
async function openPage(page: Page, path = '/'): Promise<void> {
  await page.goto(path);
  await expectLive(page);
}

/** Drops a file onto the page, as a person does from the desktop. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  await page.evaluate(
    ([file, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text ?? ''], file ?? ''));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    },
    [name, content],
  );
}

test('a manifest is pasted, reviewed, tracked and undone, by keyboard alone', async ({
  page,
  complaints,
}) => {
  await openSample(page);
  await page.request.delete(`/api/v1/images/${await imageId(page, 'bank/checkout:2.4')}`);
  await openPage(page);
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: 'Add images' });
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await page.keyboard.insertText(`apiVersion: apps/v1
kind: Deployment
metadata: { name: checkout }
spec:
  template:
    spec:
      initContainers: [{ name: wait, image: "${AT}/Not/Valid:1" }]
      containers:
        - { name: app, image: "${AT}/bank/checkout:2.4" }
        - { name: cart, image: "${AT}/shop/cart:3.8" }
`);
  await page.keyboard.press('Control+Enter');
  await expect(
    dialog.getByText('2 images found, 1 of them tracked already. 1 part is left out.'),
  ).toBeVisible();
  await expect(dialog.getByRole('region', { name: 'Left out' })).toContainText('Line 7');
  await expect(dialog.getByText('Kubernetes, line 9, Deployment checkout, container app')).toBeVisible();
  const checkout = dialog.getByRole('checkbox', { name: `Track ${AT}/bank/checkout:2.4` });
  await expect(checkout).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: `Track ${AT}/shop/cart:3.8` })).toBeDisabled();
  await checkout.press('Space');
  await expect(dialog.getByRole('button', { name: 'Nothing selected' })).toBeDisabled();
  await checkout.press('Space');
  await dialog.getByRole('button', { name: 'Track 1 image' }).press('Enter');
  await expect(page).toHaveURL(/\/images\//);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Stale below');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.getByText('1 image untracked again.')).toBeVisible();
  await expect(page).toHaveURL(/\/$/);
  const { total } = await (await page.request.get('/api/v1/images?filter=repo:bank/checkout')).json();
  expect(total).toBe(0);
  // The image's page may request it once more before it closes, because its verdict has just arrived.
  dropNotFound(complaints);
});

test('a dropped file is reviewed, and what was left out is remembered', async ({ page }) => {
  await openSample(page);
  await openPage(page);
  const list = `${AT}/kept/a:1\n${AT}/left/b:1\n`;
  await drop(page, 'images.txt', list);
  const dialog = page.getByRole('dialog', { name: 'Add images' });
  await dialog.getByRole('checkbox', { name: /left\/b/ }).uncheck();
  await dialog.getByRole('button', { name: 'Track 1 image' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('kept/a');
  await drop(page, 'images.txt', list);
  await expect(dialog.getByText('You left it out before.')).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: /kept\/a/ })).toBeDisabled();
  await expect(dialog.getByRole('button', { name: 'Nothing selected' })).toBeDisabled();
  await drop(page, 'photo.png', 'PNG\0\0');
  await expect(dialog.getByText(/photo.png is no text file/)).toBeVisible();
});

test('a text whose parser does not load is kept, with what to do, and read once it loads', async ({
  page,
  complaints,
}) => {
  await openPage(page);
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: 'Add images' });
  const text = 'FROM debian:12\nRUN true\n';
  await dialog.getByRole('textbox').fill(text);
  const chunks = '**/_next/static/chunks/**';
  await page.route(chunks, (route) => route.abort());
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('region', { name: 'Left out' })).toContainText(
    /could not read this text .* Check your connection and try again\./,
  );
  complaints.length = 0;
  await page.unroute(chunks);
  await dialog.getByRole('button', { name: 'Back' }).click();
  await expect(dialog.getByRole('textbox')).toHaveValue(text);
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByText('1 image found')).toBeVisible();
});

test('a large manifest is read outside the page’s thread', async ({ page }) => {
  await openPage(page);
  const service = (at: number) => `  app-${at}:\n    image: registry.example.com/shop/app-${at}:1.${at}\n`;
  const text = `services:\n${Array.from({ length: 2500 }, (_, at) => service(at)).join('')}`;
  const worker = page.waitForEvent('worker');
  await drop(page, 'compose.yaml', text);
  await worker;
  await expect(page.getByText(/^2,?500 images found/)).toBeVisible();
});

test('one reference on the first page opens its page; a word is searched for first', async ({ page }) => {
  await clearFleet(page);
  await openPage(page);
  const box = page.getByRole('main').getByRole('textbox', { name: 'Image reference to track' });
  await box.fill(`${AT}/first/visit:1`);
  await box.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('first/visit');
  await page.getByRole('banner').getByRole('textbox').fill('checkout');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox')).toHaveValue('checkout');
  const option = page.getByRole('option').filter({ hasText: 'docker.io/library/checkout:latest' });
  await expect(option).toHaveAttribute('aria-selected', 'false');
  await page.keyboard.press('Enter');
  await expect(option).toBeVisible();
  await page.keyboard.press('Escape');
  const { total } = await (await page.request.get('/api/v1/images?limit=1')).json();
  expect(total).toBe(1);
});

test('the palette runs an action of the page, finds by letters, and lists what was used lately', async ({
  page,
}) => {
  await openSample(page);
  await openPage(page, `/images/${await imageId(page, 'shop/cart:3.8')}`);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('rebas this');
  await expect(page.getByRole('option', { selected: true })).toHaveText(/Rebase this image/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/rebase\?reference=.*cart/);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('bank checkout');
  await expect(page.getByRole('option', { selected: true })).toContainText('bank/checkout');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/images\//);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option', { selected: true })).toContainText('bank/checkout');
});

test('Enter before the palette has its answer opens the best result, and never tracks an image', async ({
  page,
}) => {
  await openSample(page);
  await openPage(page);
  /** Types and presses Enter while the answer is held back; then lets it through. */
  const typeAndEnter = async (text: string) => {
    const held = Promise.withResolvers<void>();
    await page.route(new RegExp(`/api/v1/images\\?.*${text}`), async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Jump to an image, base or action' })).toBeFocused();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: 'Searching…' })).toBeVisible();
    held.resolve();
  };
  const tracked = async () => (await (await page.request.get('/api/v1/images?limit=1')).json()).total;
  const before = await tracked();
  await typeAndEnter('checkout');
  await expect(page).toHaveURL(/\/images\//);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('bank/checkout');

  await typeAndEnter('nowhere');
  await expect(page.getByText('No tracked image or base has this name')).toBeVisible();
  await expect(page.getByRole('dialog', { name: 'Jump to' })).toBeVisible();
  expect(await tracked()).toBe(before);
});

test('shortcuts go to pages, show their list, and can be switched off', async ({ page }) => {
  await openSample(page);
  await openPage(page);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page).toHaveURL(/\/settings$/);
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list.getByText('Add images')).toBeVisible();
  await list.getByRole('checkbox', { name: /Shortcuts of one character/ }).press('Space');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await expect(list).toBeHidden();
  await page.keyboard.type('keyboard short');
  await page.keyboard.press('Enter');
  await list.getByRole('checkbox', { name: /Shortcuts of one character/ }).press('Space');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await expect(page).toHaveURL(/\/reports$/);
});

test('a title says what its page shows, in the first HTML too, and follows it', async ({ page }) => {
  await openSample(page);
  const path = `/images/${await imageId(page, 'shop/cart:3.8')}`;
  const html = await (await page.request.get(path)).text();
  expect(html.match(/<title>[^<]*<\/title>/g)).toEqual(['<title>Stale · shop/cart:3.8 · Baseboard</title>']);
  await openPage(page, path);
  await expect(page).toHaveTitle('Stale · shop/cart:3.8 · Baseboard');
  await page.getByRole('link', { name: 'Fleet', exact: true }).first().click();
  await expect(page).toHaveTitle('Fleet · Baseboard');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page).toHaveTitle('Settings · Baseboard');
  const sections = page.getByRole('navigation', { name: 'Settings' });
  await sections.getByRole('link', { name: 'Registries' }).click();
  await expect(page).toHaveTitle('Registries · Settings · Baseboard');
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveTitle('Fleet · Baseboard');
  await page.getByRole('button', { name: /^\d+ broken$/ }).click();
  await expect(page).toHaveTitle('status:broken · Fleet · Baseboard');
  const tracked = await page.request.post('/api/v1/images', { data: { reference: `${AT}/no/such:1` } });
  const { items } = await tracked.json();
  await page.goto(`/images/${items[0].id}`);
  await expect(page).toHaveTitle('Unknown · no/such:1 · Baseboard');
});

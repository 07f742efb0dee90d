import type { APIResponse } from '@playwright/test';
import { BEARER, CLOSED, expect, HOST, logIn, OPEN, onlyOpen, test, write } from './badge-fixtures.ts';

const MISSING = `${HOST}/shop/nothing:1`;
const HOSTILE = `</title></text><script>document.title='run'</script><foreignObject onload="document.title='run'">"'&`;

test.beforeEach(({ locked }) => onlyOpen(locked.url));

/** Everything of an answer that its reader can see, but for when it was given. */
async function seen(response: APIResponse) {
  const { date: _, ...headers } = response.headers();
  return { status: response.status(), headers, body: await response.text() };
}

test('a badge of what is private cannot be told from one of what is not there', async ({ request }) => {
  const unknown = async (path: string) => seen(await request.get(path));
  for (const format of ['svg', 'json']) {
    const first = await unknown(`/badge/${MISSING}.${format}`);
    expect(first.status).toBe(200);
    expect(first.body).toContain('unknown');
    const others = [
      CLOSED,
      encodeURIComponent(CLOSED),
      'UPPER',
      '%',
      '%E0%A4%A',
      '%00',
      'a b',
      'x'.repeat(3000),
    ];
    for (const name of others)
      expect([name, await unknown(`/badge/${name}.${format}`)]).toEqual([name, first]);
    for (const filter of ['repo:shop/catalog', 'public:no', 'status:', 'nokey:x', '"', '%']) {
      const path = `/badge/fleet.${format}?filter=${encodeURIComponent(filter)}`;
      expect([filter, await unknown(path)]).toEqual([filter, first]);
    }
    const labelled = await unknown(`/badge/${MISSING}.${format}?label=mine`);
    expect(await unknown(`/badge/${CLOSED}.${format}?label=mine`)).toEqual(labelled);
    expect(labelled.body).not.toBe(first.body);
  }
});

test('badges show public images, to everyone the same', async ({ request }) => {
  const spellings = [OPEN, encodeURIComponent(OPEN), OPEN.replaceAll('/', '%2F')];
  for (const name of spellings) {
    const response = await request.get(`/badge/${name}.json`);
    expect(await response.json()).toEqual({
      schemaVersion: 1,
      label: 'base',
      message: expect.stringMatching(/^\d+ days behind$/),
      color: 'orange',
    });
  }
  for (const path of [
    `/badge/${OPEN}.svg`,
    '/badge/fleet.svg',
    `/badge/${CLOSED}.svg`,
    '/badge/fleet.json',
  ]) {
    const anyone = await seen(await request.get(path));
    expect(await seen(await request.get(path, { headers: BEARER }))).toEqual(anyone);
  }
  const fleet = await request.get('/badge/fleet.json?filter=repo:shop/*');
  expect(await fleet.json()).toMatchObject({ message: '1 stale of 1' });
});

test('a badge’s headers let proxies keep it and let it do nothing', async ({ request }) => {
  const response = await request.get(`/badge/${OPEN}.svg`);
  expect(response.headers()).toMatchObject({
    'content-type': 'image/svg+xml; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
  });
  expect(response.headers()['set-cookie']).toBeUndefined();
  const etag = response.headers().etag ?? '';
  const again = await request.get(`/badge/${OPEN}.svg`, { headers: { 'if-none-match': etag } });
  expect([again.status(), await again.text(), again.headers().etag]).toEqual([304, '', etag]);
  const other = await request.get(`/badge/${CLOSED}.svg`, { headers: { 'if-none-match': etag } });
  expect(other.status()).toBe(200);
});

test('a hostile label is words and nothing more, in a browser too', async ({ page, locked }) => {
  const ran: string[] = [];
  page.on('dialog', (dialog) => void dialog.dismiss());
  page.on('request', (request) => ran.push(new URL(request.url()).pathname));
  const path = `/badge/${OPEN}.svg?label=${encodeURIComponent(HOSTILE)}`;
  await page.goto(path);
  const drawn = await page.evaluate(() => ({
    names: [...new Set([...document.querySelectorAll('*')].map(({ localName }) => localName))].sort(),
    handlers: [...document.querySelectorAll('*')].flatMap((element) =>
      element.getAttributeNames().filter((name) => name.startsWith('on')),
    ),
    label: document.querySelector('text')?.textContent ?? '',
    title: document.title,
  }));
  expect(drawn.names).toEqual(['g', 'path', 'style', 'svg', 'text', 'title']);
  expect(drawn.handlers).toEqual([]);
  expect(drawn.title).not.toBe('run');
  expect(HOSTILE.startsWith(drawn.label.slice(0, -1))).toBe(true);
  expect(ran).toEqual([new URL(path, locked.url).pathname]);
});

test('the words of a badge keep within it, and its accessible name says them', async ({ page, locked }) => {
  for (const label of ['base', 'iiiiiiiiiiiiiiii', 'WWWWWWWWWWWWWWWWWWWW', '日本語のラベル']) {
    await page.goto(`/badge/${OPEN}.svg?label=${encodeURIComponent(label)}`);
    const boxes = await page.evaluate(() => {
      const box = (name: string) => document.querySelector(name)?.getBoundingClientRect().toJSON();
      return { left: box('.lg'), label: box('.lt'), right: box('.mg'), message: box('.mt') };
    });
    expect(boxes.label.left).toBeGreaterThanOrEqual(boxes.left.left);
    expect(boxes.label.right).toBeLessThanOrEqual(boxes.left.right);
    expect(boxes.message.right).toBeLessThanOrEqual(boxes.right.right);
  }
  await page.goto('/login');
  // Beside the document: the page draws its own content anew when its scripts have loaded.
  const size = await page.evaluate(async (src) => {
    const picture = new Image();
    picture.src = src;
    await picture.decode();
    return [picture.naturalWidth > 60, picture.naturalHeight];
  }, `${locked.url}/badge/${OPEN}.svg`);
  expect(size).toEqual([true, 20]);
});

test('strangers mark nothing, and errors name nothing', async ({ request, locked }) => {
  const ids = await write(locked.url, 'POST', '/api/v1/images', { reference: CLOSED });
  const { items } = (await ids.json()) as { items: { id: string }[] };
  const id = items[0]?.id ?? '';
  const attempts = [
    await request.patch(`/api/v1/images/${id}`, { data: { public: true } }),
    await request.post('/api/v1/images/public', { data: { filter: '', public: true } }),
    await request.get(`/api/v1/images/${id}`),
    await request.get('/feed.atom?filter=status:'),
  ];
  expect(attempts.map((response) => response.status())).toEqual([401, 401, 401, 400]);
  for (const response of attempts) expect(await response.text()).not.toContain(HOST);
  expect(await (await request.get(`/badge/${CLOSED}.json`)).text()).toContain('unknown');
  for (const wrong of [
    { public: true },
    { filter: '', ids: [id], public: true },
    { ids: [], public: true },
    { filter: '' },
  ]) {
    expect([wrong, (await write(locked.url, 'POST', '/api/v1/images/public', wrong)).status]).toEqual([
      wrong,
      400,
    ]);
  }
  expect((await write(locked.url, 'PATCH', `/api/v1/images/${id}`, { public: 'yes' })).status).toBe(400);
});

test('the dialog says that an image is private, makes it public, and hands out its badge', async ({
  page,
  context,
  locked,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await logIn(page);
  await page.goto(`/?filter=${encodeURIComponent('repo:shop/catalog')}`);
  await page.getByRole('link', { name: /shop\/catalog/ }).click();
  await expect(page).toHaveURL(/\/images\//);
  await page.getByRole('button', { name: 'Badge' }).click();
  const dialog = page.getByRole('dialog', { name: 'Badge' });
  await expect(dialog.getByRole('status')).toContainText('This image is private');
  const pictures = () =>
    dialog.getByRole('img').evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src));
  const before = await pictures();
  expect(before).toHaveLength(2);
  await dialog.getByRole('button', { name: 'Make public' }).click();
  await expect(dialog.getByRole('status')).toContainText('This image is public');
  const after = await pictures();
  expect(after[0]).not.toBe(before[0]);
  const [light, dark] = await Promise.all(
    (await dialog.getByRole('img').all()).map((image) => image.screenshot()),
  );
  expect(light?.equals(dark ?? Buffer.from(''))).toBe(false);
  await dialog.getByRole('button', { name: 'Copy: Markdown' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied: Markdown' })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(
    new RegExp(
      `^\\[!\\[Base of .*\\]\\(${locked.url}/badge/${CLOSED}\\.svg\\)\\]\\(${locked.url}/images/.*\\)$`,
    ),
  );
  for (const label of ['HTML', 'AsciiDoc', 'reStructuredText', 'shields.io endpoint']) {
    await expect(dialog.getByRole('button', { name: `Copy: ${label}` })).toBeVisible();
  }
  await dialog.getByRole('button', { name: 'Make private' }).click();
  await expect(dialog.getByRole('status')).toContainText('This image is private');
});

test('a selection is made public, found by the filter, and spoken of by its badge', async ({ page }) => {
  await logIn(page);
  await page.goto(`/?filter=${encodeURIComponent('repo:edge/*')}`);
  await page.getByRole('checkbox', { name: /Select .*edge\/proxy/ }).check();
  await page.getByRole('checkbox', { name: /Select .*edge\/gateway/ }).check();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Make public' }).click();
  await expect(page.getByText('2 images are now public.')).toBeVisible();
  await page.goto(`/?filter=${encodeURIComponent('repo:edge/* public:yes')}`);
  await expect(page.getByRole('table', { name: 'Images' })).toHaveAttribute('aria-rowcount', '3');
  await page.goto(`/?filter=${encodeURIComponent('repo:edge/*')}`);
  await page.getByRole('button', { name: 'Badge' }).click();
  const dialog = page.getByRole('dialog', { name: 'Badge of this filter' });
  await expect(dialog.getByRole('status')).toContainText('2 of 6 images that match this filter');
  await dialog.getByRole('button', { name: 'Make the other 4 public' }).click();
  await expect(dialog.getByRole('status')).toContainText('all 6 images that match this filter');
});

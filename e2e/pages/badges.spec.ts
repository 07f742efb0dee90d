import { type APIRequestContext, type APIResponse, test as base, expect, type Page } from '@playwright/test';
import { readAtom } from '#lib/sharing/testing-atom.ts';
import { type RunningBaseboard, startBaseboard } from '../server.ts';

const TOKEN = 'a-long-enough-token';
const BEARER = { authorization: `Bearer ${TOKEN}` };
const HOST = 'registry.sample.internal';
const OPEN = `${HOST}/shop/cart:3.8`;
/** Stale as the open one is, and private. */
const CLOSED = `${HOST}/shop/catalog:3.8`;
const MISSING = `${HOST}/shop/nothing:1`;
const HOSTILE = `</title></text><script>document.title='run'</script><foreignObject onload="document.title='run'">"'&`;

/** A server that asks for its token, with the sample fleet and one public image in it. */
const test = base.extend<object, { locked: RunningBaseboard }>({
  locked: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const server = await startBaseboard({ env: { BASEBOARD_TOKEN: TOKEN, BASEBOARD_HOST: '0.0.0.0' } });
      const opened = await write(server.url, 'POST', '/api/v1/sample-fleet', {});
      if (opened.status !== 201) throw new Error(await opened.text());
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ locked }, use) => use(locked.url),
});

const write = (url: string, method: string, path: string, body: unknown) =>
  fetch(`${url}${path}`, {
    method,
    headers: { ...BEARER, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Makes the one image public, and every other private. */
async function onlyOpen(url: string): Promise<void> {
  await write(url, 'POST', '/api/v1/images/public', { filter: '', public: false });
  const marked = await write(url, 'POST', '/api/v1/images/public', { filter: `"${OPEN}"`, public: true });
  expect(await marked.json()).toEqual({ changed: 1, total: 1 });
}

/** Everything of an answer that its reader can see, but for when it was given. */
async function seen(response: APIResponse) {
  const { date: _, ...headers } = response.headers();
  return { status: response.status(), headers, body: await response.text() };
}

test.beforeEach(({ locked }) => onlyOpen(locked.url));

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

test('a stranger’s feed tells of public images alone', async ({ request }) => {
  const response = await request.get('/feed.atom');
  expect(response.status()).toBe(200);
  expect(response.headers()).toMatchObject({
    'content-type': 'application/atom+xml; charset=utf-8',
    'cache-control': 'public, max-age=300',
  });
  const text = await response.text();
  const feed = readAtom(text);
  expect(feed.faults).toEqual([]);
  expect(feed.entries.length).toBeGreaterThan(0);
  for (const { title } of feed.entries) expect(title).toContain('shop/cart:3.8');
  for (const name of await privateNames(request)) expect(text).not.toContain(name);

  for (const filter of ['base:*', 'ancestor:*runtime*', 'public:no', 'repo:shop/catalog']) {
    const asked = await request.get(`/feed.atom?filter=${encodeURIComponent(filter)}`);
    expect([filter, readAtom(await asked.text()).entries]).toEqual([filter, []]);
  }
});

/** Names of what is private, bases among them. */
async function privateNames(request: APIRequestContext): Promise<string[]> {
  const response = await request.get('/api/v1/images?limit=1000', { headers: BEARER });
  const { items } = (await response.json()) as { items: { reference: string; baseName: string | null }[] };
  const names = items.flatMap(({ reference, baseName }) => [reference, baseName ?? reference]);
  return [...new Set(names)].filter((name) => name !== OPEN);
}

test('the whole feed is for who may read: by a bearer token, and by HTTP Basic', async ({
  request,
  locked,
}) => {
  const anyone = readAtom(await (await request.get('/feed.atom')).text());
  const basic = `Basic ${Buffer.from(`reader:${TOKEN}`).toString('base64')}`;
  for (const authorization of [BEARER.authorization, basic]) {
    const response = await request.get('/feed.atom?all=yes', { headers: { authorization } });
    expect(response.headers()['cache-control']).toBe('private, no-cache');
    const feed = readAtom(await response.text());
    expect(feed.faults).toEqual([]);
    expect(feed.entries.length).toBeGreaterThan(anyone.entries.length);
    expect(feed.self).toBe(`${locked.url}/feed.atom?all=yes`);
  }
  for (const headers of [{}, { authorization: `Basic ${Buffer.from('reader:wrong').toString('base64')}` }]) {
    const refused = await request.get('/feed.atom?all=yes', { headers });
    expect(refused.status()).toBe(401);
    expect(refused.headers()['www-authenticate']).toMatch(/^Basic /);
    expect(await refused.text()).not.toContain(HOST);
  }
});

test('a token that may only read opens the feed, and marks nothing', async ({ request, locked }) => {
  const made = await write(locked.url, 'POST', '/api/v1/access/tokens', { name: 'reader', scopes: ['read'] });
  const { token } = (await made.json()) as { token: string };
  const authorization = `Basic ${Buffer.from(`anyone:${token}`).toString('base64')}`;
  const feed = await request.get('/feed.atom?all=yes', { headers: { authorization } });
  expect([feed.status(), feed.headers()['cache-control']]).toEqual([200, 'private, no-cache']);
  const marked = await request.post('/api/v1/images/public', {
    data: { filter: '', public: true },
    headers: { authorization: `Bearer ${token}` },
  });
  expect(marked.status()).toBe(403);
  expect(await (await request.get(`/badge/${CLOSED}.json`)).text()).toContain('unknown');
});

test('a feed that has not changed is not sent again', async ({ request }) => {
  const first = await request.get('/feed.atom');
  const { etag = '', 'last-modified': modified = '' } = first.headers();
  expect(new Date(modified).toUTCString()).toBe(modified);
  const again = await request.get('/feed.atom', { headers: { 'if-none-match': etag } });
  expect([again.status(), await again.text()]).toEqual([304, '']);
  expect((await request.get('/feed.atom', { headers: { 'if-modified-since': modified } })).status()).toBe(
    304,
  );
  const ids = (text: string) => readAtom(text).entries.map(({ id }) => id);
  const all = await request.get('/feed.atom?all=yes', { headers: BEARER });
  expect(ids(await all.text())).toEqual(expect.arrayContaining(ids(await first.text())));
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

async function logIn(page: Page): Promise<void> {
  await page.goto('/login');
  await page.getByLabel(/token/i).fill(TOKEN);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table', { name: 'Images' })).toBeVisible();
}

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
  await page.getByRole('button', { name: 'Visibility' }).click();
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

test('the fleet’s page leads feed readers to the feed of its filter', async ({ page, context, locked }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await logIn(page);
  const link = page.locator('head link[rel="alternate"][type="application/atom+xml"]');
  for (const query of ['', '?filter=status%3Astale']) {
    const html = await (await page.request.get(`/${query}`)).text();
    expect(html.slice(0, html.indexOf('</head>'))).toContain(`href="${locked.url}/feed.atom${query}"`);
    await page.goto(`/${query}`);
    await expect(link).toHaveAttribute('href', `${locked.url}/feed.atom${query}`);
  }
  await page.getByRole('button', { name: 'Feed' }).click();
  await page.getByRole('menuitem', { name: 'Copy feed address' }).click();
  await expect(page.getByText(/^Copied\./)).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${new URL(page.url()).origin}/feed.atom?filter=status%3Astale&all=yes`,
  );
});

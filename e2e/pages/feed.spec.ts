import type { APIRequestContext } from '@playwright/test';
import { readAtom } from '#lib/sharing/testing-atom.ts';
import { BEARER, CLOSED, expect, HOST, logIn, OPEN, onlyOpen, TOKEN, test, write } from './badge-fixtures.ts';

test.beforeEach(({ locked }) => onlyOpen(locked.url));

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

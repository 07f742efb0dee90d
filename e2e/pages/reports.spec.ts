import type { APIRequestContext, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { AUTHORIZED, expect, TOKEN, test } from './report-fixtures.ts';

test.beforeEach(async ({ request }) => {
  const opened = await request.post('/api/v1/sample-fleet', { headers: AUTHORIZED });
  expect(opened.status()).toBe(201);
});

interface Made {
  readonly id: string;
  readonly url: string;
  readonly embedUrl: string;
}

async function make(request: APIRequestContext, data: object): Promise<Made> {
  const response = await request.post('/api/v1/reports', { data, headers: AUTHORIZED });
  expect(response.status()).toBe(201);
  return response.json();
}

/** Every address that a report is read at. */
const addressesOf = (id: string) => [
  `/r/${id}`,
  `/r/${id}.json`,
  `/r/${id}.csv`,
  `/r/${id}.md`,
  `/r/${id}/graph.svg`,
  `/r/${id}/picture.png`,
  `/embed/${id}`,
];

/** An answer as bytes: its status, every header but those that no two answers share, and its body. */
async function rawAnswer(request: APIRequestContext, path: string) {
  const response = await request.get(path);
  const headers = response
    .headersArray()
    .filter(({ name }) => !['date', 'x-request-id'].includes(name.toLowerCase()))
    .map(({ name, value }) => `${name}: ${value}`);
  const body = (await response.body()).toString('latin1').replace(/"requestId":"[^"]*"/, '"requestId":""');
  return { status: response.status(), headers, body };
}

async function logIn(page: Page) {
  await page.goto('/login');
  await page.getByLabel(/token/i).fill(TOKEN);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Fleet' })).toBeAttached();
}

test('whoever has the link reads the report, and nothing beyond it', async ({ request, browser, locked }) => {
  const { id } = await make(request, { filter: 'repo:shop/*', title: 'The shop', note: 'For the audit.' });
  const everything = await request.get('/api/v1/images?limit=1000', { headers: AUTHORIZED });
  const { items }: { items: { id: string; reference: string }[] } = await everything.json();
  const outside = items.filter(({ reference }) => !reference.includes('/shop/'));
  // The shop's base is part of its evidence.
  const report = await (await request.get(`/r/${id}.json`)).json();
  const drawn = new Set(report.graph.nodes.map((node: { id: string }) => node.id));
  const foreign = outside.filter(({ reference }) => !drawn.has(reference));
  expect(foreign.length).toBeGreaterThan(20);

  const stranger = await browser.newContext({ javaScriptEnabled: false });
  const page = await stranger.newPage();
  const requests: string[] = [];
  page.on('request', (each) => requests.push(new URL(each.url()).pathname));
  await page.goto(`${locked.url}/r/${id}`);
  await expect(page.getByRole('heading', { name: 'The shop' })).toBeVisible();
  await expect(page.getByText('For the audit.')).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Rebase \d/ })).toBeVisible();
  await expect(page.getByText('shop/', { exact: false }).first()).toBeVisible();
  await page.locator('.images summary').first().click();
  await expect(page.getByText(/Annotation on the manifest/).first()).toBeVisible();
  await expect(page.locator('script')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Fleet' })).toHaveCount(0);
  for (const path of requests) expect(path).toMatch(/^\/(?:r\/[^/]+|fonts\/[a-z.-]+2|icon\.svg)$/);
  await stranger.close();

  for (const path of addressesOf(id)) {
    const response = await request.get(path);
    expect([path, response.status()]).toEqual([path, 200]);
    // As text whatever it is: a picture's metadata too.
    const text = (await response.body()).toString('latin1');
    for (const { id: imageId, reference } of foreign) {
      const name = reference.replace(/^[^/]+\//, '');
      expect([path, name, text.includes(name)]).toEqual([path, name, false]);
      expect(text).not.toContain(imageId);
    }
    for (const { id: imageId } of items) expect(text).not.toContain(imageId);
  }
  // The rest of the service stays closed to who has no more than the link.
  for (const path of ['/api/v1/reports', '/api/v1/images', '/api/v1/trend', '/api/v1/fleet'])
    expect((await request.get(path)).status()).toBe(401);
  expect((await request.post('/api/v1/reports', { data: {} })).status()).toBe(401);
  expect((await request.delete(`/api/v1/reports/${id}`)).status()).toBe(401);
});

test('the formats say the same', async ({ request }) => {
  const { id } = await make(request, { title: 'All of it' });
  const json = await (await request.get(`/r/${id}.json`)).json();
  const rows: { reference: string; status: string }[] = parse(
    await (await request.get(`/r/${id}.csv`)).text(),
    {
      columns: true,
    },
  );
  const listed = json.images.map(({ reference, status }: { reference: string; status: string }) => [
    reference,
    status,
  ]);
  expect(rows.map(({ reference, status }) => [reference, status])).toEqual(listed);
  const page = await (await request.get(`/r/${id}`)).text();
  const markdown = await (await request.get(`/r/${id}.md`)).text();
  for (const [reference] of listed) {
    expect(markdown).toContain(`| \`${reference}\` |`);
    expect(page.replaceAll(/<wbr>|<\/?span[^>]*>|<\/?b>/g, '')).toContain(`<code>${reference}</code>`);
  }
  const head = await request.head(`/r/${id}`);
  expect(head.status()).toBe(200);
});

test('missing, revoked, expired and malformed ids are answered alike, byte for byte', async ({ request }) => {
  const { id: revoked } = await make(request, {});
  const gone = await request.delete(`/api/v1/reports/${revoked}`, { headers: AUTHORIZED });
  expect(gone.status()).toBe(204);
  const { id: expired } = await make(request, { expiresAt: new Date(Date.now() + 1500).toISOString() });
  const { id: liveExpired } = await make(request, {
    live: true,
    expiresAt: new Date(Date.now() + 1500).toISOString(),
  });
  expect((await request.get(`/r/${expired}`)).status()).toBe(200);
  await expect.poll(async () => (await request.get(`/r/${liveExpired}.json`)).status()).toBe(404);
  await expect.poll(async () => (await request.get(`/r/${expired}`)).status()).toBe(404);
  const ids = [
    revoked,
    expired,
    liveExpired,
    'AAAAAAAAAAAAAAAAAAAAAAAA',
    'short',
    '%3Cscript%3E',
    'x'.repeat(500),
    '..%2F..',
  ];
  for (const at of addressesOf('').keys()) {
    const never = await rawAnswer(request, addressesOf('ZZZZZZZZZZZZZZZZZZZZZZZZ')[at] ?? '');
    expect(never.status).toBe(404);
    for (const id of ids) {
      const path = addressesOf(id)[at] ?? '';
      expect([path, await rawAnswer(request, path)]).toEqual([path, never]);
    }
  }
  const again = await request.delete(`/api/v1/reports/${revoked}`, { headers: AUTHORIZED });
  const nobody = await request.delete('/api/v1/reports/short', { headers: AUTHORIZED });
  expect([again.status(), nobody.status()]).toEqual([404, 404]);
});

test('a report is shared, read, listed with its views, and revoked, from the pages', async ({
  page,
  locked,
  browser,
}) => {
  await logIn(page);
  await page.goto('/?filter=status%3Astale');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByLabel('Title').fill('What is stale');
  await page.getByLabel('Note').fill('Seen by the team.');
  await page.getByLabel('Link expires').selectOption({ label: 'In a week' });
  await page.getByRole('button', { name: 'Create report' }).click();
  const link = await page.getByRole('link', { name: 'Open report' }).getAttribute('href');
  await page.getByText('Embed in another page').click();
  await expect(page.getByText('<iframe', { exact: false })).toBeVisible();
  expect(link).toMatch(new RegExp(`^${locked.url}/r/[A-Za-z0-9_-]{24}$`));

  const reader = await (await browser.newContext()).newPage();
  await reader.goto(link ?? '');
  await expect(reader.getByRole('heading', { name: 'What is stale' })).toBeVisible();
  await reader.reload();
  // Other formats, pictures and frames are no readings of the page.
  for (const ending of ['.json', '.csv', '.md', '/graph.svg', '/picture.png'])
    expect((await reader.request.get(`${link}${ending}`)).status()).toBe(200);

  await page.keyboard.press('Escape');
  await page.getByRole('navigation').getByRole('link', { name: 'Reports' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'What is stale' });
  await expect(row).toContainText('2 views');
  await expect(row).toContainText('Frozen, status:stale');
  await row.getByRole('button', { name: 'Revoke: What is stale' }).click();
  await row.getByRole('button', { name: 'Revoke link' }).click();
  await expect(row).toContainText('Revoked');
  const after = await reader.reload();
  expect(after?.status()).toBe(404);
  await expect(reader.getByRole('heading', { name: 'Report not found' })).toBeVisible();
  await reader.context().close();
});

test('an image and a base are shared from where they are shown', async ({ page, request }) => {
  await logIn(page);
  const found = await request.get('/api/v1/images?filter=shop/cart', { headers: AUTHORIZED });
  const { items }: { items: { id: string }[] } = await found.json();
  await page.goto(`/images/${items[0]?.id}`);
  const share = async () => {
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('radio', { name: /^Live/ }).check();
    await page.getByRole('button', { name: 'Create report' }).click();
    const link = await page.getByRole('link', { name: 'Open report' }).getAttribute('href');
    return (await (await request.get(`${link}.json`)).json()) as {
      live: boolean;
      images: { reference: string }[];
    };
  };
  const one = await share();
  expect([one.live, one.images.map(({ reference }) => reference)]).toEqual([
    true,
    ['registry.sample.internal/shop/cart:3.8'],
  ]);
  await page.goto(
    '/graph?focus=registry.sample.internal%2Fruntime%2Fpython%3A3.13&selected=registry.sample.internal%2Fruntime%2Fpython%3A3.13',
  );
  const onBase = await share();
  expect(onBase.images.length).toBeGreaterThan(1);
  for (const { reference } of onBase.images) expect(reference).toMatch(/\/data\//);
});

test('the embed is framed by the pages that the operator named, and by no other', async ({
  page,
  request,
  wiki,
  stranger,
}) => {
  const { id, embedUrl } = await make(request, { title: 'Framed' });
  const frame = `<!doctype html><iframe src="${embedUrl}" width="800" height="500" sandbox="allow-popups"></iframe>`;
  for (const host of [wiki, stranger]) host.show(frame);
  await page.goto(wiki.origin);
  const inside = page.frameLocator('iframe');
  await expect(inside.getByRole('heading', { name: 'Framed' })).toBeVisible();
  await expect(inside.getByRole('link', { name: 'Open full report' })).toHaveAttribute('href', `/r/${id}`);
  await expect(inside.locator('script')).toHaveCount(0);
  await page.goto(stranger.origin);
  await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Framed' })).toHaveCount(0);
  // The report itself is framed by nobody, the wiki included.
  wiki.show(frame.replace('/embed/', '/r/'));
  await page.goto(wiki.origin);
  await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Framed' })).toHaveCount(0);
  const other = await request.get('/login');
  expect(other.headers()['x-frame-options']).toBe('DENY');
});

test('the graph is a picture in other pages', async ({ page, request, wiki }) => {
  const { url } = await make(request, { title: 'Pictured' });
  wiki.show(`<!doctype html><img src="${url}/graph.svg" alt="Pictured">`);
  await page.goto(wiki.origin);
  await expect
    .poll(() => page.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(500);
});

test('a report that is asked for wrongly is refused with the field', async ({ request }) => {
  const refused = async (data: object) => {
    const response = await request.post('/api/v1/reports', { data, headers: AUTHORIZED });
    return [response.status(), (await response.json()).field];
  };
  expect(await refused({ filter: 'status:purple' })).toEqual([400, 'filter']);
  expect(await refused({ filter: 'status:purple', live: true })).toEqual([400, 'filter']);
  expect(await refused({ expiresAt: '2020-01-01T00:00:00Z' })).toEqual([400, 'expiresAt']);
  expect(await refused({ title: 'x'.repeat(201) })).toEqual([400, 'title']);
});

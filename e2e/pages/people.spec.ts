import { expect, type Page } from '@playwright/test';
import { expectLive } from '../live.ts';
import { test as base } from '../page-test.ts';
import { type BaseboardWithPeople, type PersonName, startWithPeople, TOKEN } from '../people.ts';

const test = base.extend<object, { people: BaseboardWithPeople }>({
  people: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const server = await startWithPeople();
      await fetch(`${server.url}/api/v1/sample-fleet`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ people }, use) => use(people.url),
});

/** Logs in through the provider's own page, as a person does. */
async function logIn(page: Page, person: PersonName | 'Refuse', path = '/'): Promise<void> {
  await page.goto(path);
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByRole('link', { name: 'Log in with Example' }).click();
  await page.getByRole('button', { name: person, exact: true }).click();
}

/** Waits for the fleet's page with its count of images. */
async function expectFleet(page: Page): Promise<void> {
  const counts = page.locator('#main').getByText(/^\d+ images$/);
  await expect(counts.first()).toBeVisible();
}

test('a person logs in with the provider and gets the page they opened', async ({ page, people }) => {
  const wanted = '/graph?focus=registry.sample.internal%2Fplatform%2Fbase%3A12';
  await logIn(page, 'oscar', wanted);
  await expect(page).toHaveURL(people.url + wanted);
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
  const cookies = await page.context().cookies(people.url);
  expect(cookies.filter(({ name }) => name.startsWith('baseboard'))).toMatchObject([
    { name: 'baseboard_session', httpOnly: true, sameSite: 'Strict' },
  ]);
  await page.goto('/settings/access');
  await expect(page.getByText('You are oscar@example.com, with the role operator.')).toBeVisible();
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page).toHaveURL(/\/login/);
  expect((await page.request.get('/api/v1/me')).status()).toBe(401);
});

test('a person without a role, or refused by the provider, sees why', async ({ page }) => {
  await logIn(page, 'eve');
  await expect(page.getByText(/have no role here/)).toBeVisible();
  expect((await page.request.get('/api/v1/me')).status()).toBe(401);
  await page.context().clearCookies();
  await logIn(page, 'Refuse');
  await expect(page.getByText('The provider did not log you in.')).toBeVisible();
});

test('a code that another browser requested does not log in', async ({ page, people }) => {
  await page.goto(`${people.url}/api/v1/session/oidc/callback?code=stolen&state=made-up`);
  await expect(page.getByText(/started in another window/)).toBeVisible();
  expect((await page.request.get('/api/v1/me')).status()).toBe(401);
});

test('the login redirects to no other site', async ({ page, people }) => {
  await page.goto(`/login?next=${encodeURIComponent('/\t/evil.example')}`);
  await page.getByRole('link', { name: 'Log in with Example' }).click();
  await page.getByRole('button', { name: 'vera', exact: true }).click();
  await expect(page).toHaveURL(`${people.url}/`);
});

test('the server’s token works beside the provider', async ({ page }) => {
  await page.goto('/');
  await page.getByText('Log in with the server’s token').click();
  await page.getByLabel('Token').fill(TOKEN);
  await page.keyboard.press('Enter');
  await expectFleet(page);
});

test('a viewer sees everything and what they may not do', async ({ page }) => {
  await logIn(page, 'vera');
  await expectFleet(page);
  const scan = page.getByRole('button', { name: 'Scan', exact: true });
  await expect(scan).toBeDisabled();
  await scan.focus();
  await expect(page.getByRole('tooltip')).toContainText(
    'Your role is viewer: the permission “track” is missing.',
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Image reference to track' })).toBeDisabled();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('scan the whole');
  await expect(page.getByText('No tracked image or base has this name.', { exact: false })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto('/rebase?reference=registry.sample.internal/shop/cart:3.8');
  await expect(page.getByText('You don’t have access to this page')).toBeVisible();
  await page.goto('/settings/access');
  await expect(page.getByRole('heading', { name: 'API tokens' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'People' })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Audit log' })).toHaveCount(0);
  expect(await page.getByRole('checkbox').count()).toBe(1);
});

test('the links of a forbidden page lead on', async ({ page }) => {
  await logIn(page, 'vera');
  await expectFleet(page);
  // Opened by address: the shell's layout refuses it, and the status is 403.
  expect((await page.goto('/settings/notifications'))?.status()).toBe(403);
  await expectLive(page);
  const pages = page.getByRole('navigation', { name: 'Main' });
  await pages.getByRole('link', { name: 'Graph' }).click();
  await expect(page).toHaveURL(/\/graph/);
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
  await pages.getByRole('link', { name: 'Fleet' }).click();
  await expectFleet(page);
});

test('an API token is made, shown once, used and revoked', async ({ page, request }) => {
  await logIn(page, 'oscar', '/settings/access');
  await page.getByLabel('Name').fill('pipeline');
  await page.getByRole('checkbox', { name: /^track/ }).check();
  await page.getByRole('button', { name: 'Create token' }).click();
  const shown = page.getByText(/^bb_[\w-]{43}$/);
  await expect(shown).toBeVisible();
  const token = (await shown.textContent()) ?? '';
  const get = (path: string) => request.get(path, { headers: { authorization: `Bearer ${token}` } });
  expect(await (await get('/api/v1/me')).json()).toEqual({
    name: 'oscar@example.com by “pipeline”',
    role: 'operator',
    permissions: ['read', 'track'],
    via: 'api-token',
  });
  const refused = await get('/api/v1/access/people');
  expect(refused.status()).toBe(403);
  expect((await refused.json()).detail).toContain('“administer” is missing');
  await page.reload();
  await expect(page.getByText(token)).toHaveCount(0);
  const row = page.getByRole('listitem').filter({ hasText: 'pipeline' });
  await expect(row).toContainText(/read track.*used/);
  await row.getByRole('button', { name: 'Revoke: pipeline' }).click();
  await row.getByRole('button', { name: 'Revoke token' }).click();
  await expect(row).toHaveCount(0);
  expect((await get('/api/v1/me')).status()).toBe(401);
});

test('actions are recorded under the person’s name', async ({ page }) => {
  await logIn(page, 'oscar');
  const reference = 'registry.sample.internal/shop/cart:3.8';
  const plan = await page.request.post('/api/v1/rebases/plan', { data: { reference } });
  const { planId } = await plan.json();
  const { id } = await (await page.request.post('/api/v1/rebases', { data: { planId } })).json();
  await expect
    .poll(async () => (await (await page.request.get(`/api/v1/rebases/${id}`)).json()).state)
    .toBe('succeeded');
  const { items } = await (await page.request.get('/api/v1/audit')).json();
  expect(items[0]).toMatchObject({ actor: 'oscar@example.com', action: 'rebase' });
});

test('an admin ends a person’s sessions: their pages stop updating and link to the login', async ({
  browser,
  page,
  people,
}) => {
  const theirs = await browser.newPage({ baseURL: people.url });
  await logIn(theirs, 'vera');
  await expectLive(theirs);
  const cookie = await people.logIn('vera');
  const stream = await fetch(`${people.url}/api/v1/events`, { headers: { cookie } });
  const ended = (async () => {
    for await (const _ of stream.body ?? []);
    return Date.now();
  })();

  await expect(people.logIn('eve')).rejects.toThrow('was not let in');
  await logIn(page, 'ada', '/settings/access');
  const row = page
    .getByRole('region', { name: 'People' })
    .getByRole('listitem')
    .filter({ hasText: 'vera@example.com' });
  await row.getByRole('button', { name: 'End sessions: vera@example.com' }).click();
  await row.getByRole('button', { name: 'End all sessions' }).click();
  await expect(row).toContainText('0 sessions');
  const at = Date.now();
  expect((await fetch(`${people.url}/api/v1/me`, { headers: { cookie } })).status).toBe(401);
  expect((await ended) - at).toBeLessThan(60_000);
  await expect(theirs).toHaveURL(/\/login\?next=/, { timeout: 60_000 });
  await theirs.close();

  const record = page.getByRole('region', { name: 'Audit log' });
  await expect(
    record.getByText(/ada@example.com ended the sessions of vera@example.com/).first(),
  ).toBeVisible();
  await expect(record.getByText('eve@example.com failed to log in', { exact: false }).first()).toBeVisible();
});

test('wrong tokens are answered 429 after a while, and the owner’s browser still logs in', async ({
  page,
  people,
}) => {
  const guess = (headers: Record<string, string> = {}, token = 'wrong') =>
    fetch(`${people.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ token }),
    });
  const login = await guess({}, TOKEN);
  const device = login.headers.getSetCookie().find((cookie) => cookie.startsWith('baseboard_device')) ?? '';
  const statuses = [];
  for (let n = 0; n < 15; n++) statuses.push((await guess()).status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  const refused = await guess({}, TOKEN);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await guess({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(429);
  expect((await guess({ cookie: device.split(';', 1)[0] ?? '' }, TOKEN)).status).toBe(204);
  await page.goto('/');
  await page.getByText('Log in with the server’s token').click();
  await page.getByLabel('Token').fill(TOKEN);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Too many failed attempts: wait/)).toBeVisible();
});

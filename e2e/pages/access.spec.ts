import { expect } from '@playwright/test';
import { test as base } from '../page-test.ts';
import { type RunningBaseboard, startBaseboard } from '../server.ts';

const TOKEN = 'a-long-enough-token';

const test = base.extend<object, { locked: RunningBaseboard }>({
  locked: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const server = await startBaseboard({ env: { BASEBOARD_TOKEN: TOKEN, BASEBOARD_HOST: '0.0.0.0' } });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ locked }, use) => use(locked.url),
});

test('with a token set, an anonymous caller reaches only health and login', async ({ request }) => {
  for (const path of [
    '/api/v1/images',
    '/api/v1/fleet',
    '/api/v1/graph',
    '/api/v1/events',
    '/api/v1/settings',
    '/metrics',
    '/api/v1/openapi.json',
  ]) {
    const response = await request.get(path);
    expect([path, response.status()]).toEqual([path, 401]);
    expect(response.headers()['content-type']).toBe('application/problem+json');
  }
  for (const path of ['/healthz', '/readyz']) expect((await request.get(path)).status()).toBe(200);
  const forged = await request.get('/api/v1/images', {
    headers: { 'x-middleware-subrequest': 'proxy', 'x-forwarded-for': '127.0.0.1' },
  });
  expect(forged.status()).toBe(401);
});

test('the bearer token opens the API, a wrong one does not', async ({ request }) => {
  const get = (token: string) =>
    request.get('/api/v1/images', { headers: { authorization: `Bearer ${token}` } });
  expect((await get(TOKEN)).status()).toBe(200);
  const wrong = await get('guess');
  expect(wrong.status()).toBe(401);
  expect(await wrong.text()).not.toContain(TOKEN);
});

test('writes from another origin are refused even with the token', async ({ request }) => {
  const write = (headers: Record<string, string>) =>
    request.post('/api/v1/images', {
      data: { reference: 'debian' },
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    });
  for (const origin of ['https://evil.example', 'null']) expect((await write({ origin })).status()).toBe(403);
  expect((await write({ 'sec-fetch-site': 'cross-site' })).status()).toBe(403);
});

test('a person logs in with the token and out again', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/login/);
  await page.getByLabel(/token/i).fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/not the server’s token/)).toBeVisible();
  await page.getByLabel(/token/i).fill(TOKEN);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'What does your image stand on?' })).toBeVisible();
  const cookies = await page.context().cookies();
  expect(cookies.filter(({ name }) => name.includes('session'))).toMatchObject([
    { httpOnly: true, sameSite: 'Strict' },
  ]);
});

test('pages carry a policy that allows no foreign and no inline script', async ({ request }) => {
  const response = await request.get('/login');
  const policy = response.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic'/);
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(policy).toContain("frame-ancestors 'none'");
  const nonces = [...(await response.text()).matchAll(/<script(?![^>]*nonce=)[^>]*>/g)];
  expect(nonces).toEqual([]);
});

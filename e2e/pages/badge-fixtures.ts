import { expect, type Page } from '@playwright/test';
import { test as base } from '../page-test.ts';
import { type RunningBaseboard, startBaseboard } from '../server.ts';

export const TOKEN = 'a-long-enough-token';
export const BEARER = { authorization: `Bearer ${TOKEN}` };
export const HOST = 'registry.sample.internal';
export const OPEN = `${HOST}/shop/cart:3.8`;
/** Stale as the open one is, and private. */
export const CLOSED = `${HOST}/shop/catalog:3.8`;

/** A server with a token, the sample fleet, and one public image. */
export const test = base.extend<object, { locked: RunningBaseboard }>({
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

/** Sends JSON with the server's token. */
export const write = (url: string, method: string, path: string, body: unknown) =>
  fetch(`${url}${path}`, {
    method,
    headers: { ...BEARER, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Makes the one image public, and every other private. */
export async function onlyOpen(url: string): Promise<void> {
  await write(url, 'POST', '/api/v1/images/public', { filter: '', public: false });
  const marked = await write(url, 'POST', '/api/v1/images/public', { filter: `"${OPEN}"`, public: true });
  expect(await marked.json()).toMatchObject({ changed: 1, total: 1 });
}

/** Logs in with the token and waits for the fleet. */
export async function logIn(page: Page): Promise<void> {
  await page.goto('/login');
  await page.getByLabel(/token/i).fill(TOKEN);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table', { name: 'Images' })).toBeVisible();
}

export { expect };

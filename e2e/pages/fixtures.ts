import { expect, type Locator, type Page } from '@playwright/test';
import { test as base } from '../page-test.ts';
import { type RunningBaseboard, startBaseboard } from '../server.ts';

/** Tests with a Baseboard of their file's own, and pages that may log no error. */
export const test = base.extend<{ complaints: string[] }, { baseboard: RunningBaseboard }>({
  baseboard: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const server = await startBaseboard();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ baseboard }, use) => use(baseboard.url),
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Drops what the browser itself logs of a page that answers 404. */
export function dropNotFound(complaints: string[]): void {
  complaints.splice(0, complaints.length, ...complaints.filter((each) => !each.includes('404')));
}

/** Opens the sample fleet by the API, if it is not open, and waits for its verdicts. */
export async function openSample(page: Page): Promise<void> {
  const response = await page.request.post('/api/v1/sample-fleet');
  expect(response.status()).toBe(201);
}

/** Stops tracking everything, so that the first page is there again. */
export async function clearFleet(page: Page): Promise<void> {
  await page.request.delete('/api/v1/sample-fleet');
  const response = await page.request.post('/api/v1/images/untrack', { data: { filter: '' } });
  expect(response.status()).toBe(200);
}

/** The id of a tracked image whose reference ends so. */
export async function imageId(page: Page, ending: string): Promise<string> {
  const response = await page.request.get(`/api/v1/images?limit=1000`);
  const { items } = (await response.json()) as { items: { id: string; reference: string }[] };
  const found = items.find(({ reference }) => reference.endsWith(ending));
  if (found === undefined) throw new Error(`${ending} is not tracked`);
  return found.id;
}

/** Presses Tab, or another key, until an element has the focus. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let n = 0; n < 60; n++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${target}`);
}

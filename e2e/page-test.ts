import { test as base, type Page } from '@playwright/test';

/** Playwright's test, whose `page.goto` waits until the page stands as people see it. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const goto = page.goto.bind(page);
    page.goto = async (url, options) => {
      const response = await goto(url, options);
      await withoutCopies(page);
      return response;
    };
    await use(page);
  },
});

/**
 * Waits until React has put what the server streamed into its place. Until then, the page has a hidden copy of it, which
 * locators by text or label would find too.
 */
async function withoutCopies(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('div[hidden][id^="S:"]') === null);
}

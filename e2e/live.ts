import { expect, type Page } from '@playwright/test';

/** Waits until React has hydrated the page and it is connected to the event stream: then all that is on it works. */
export async function expectLive(page: Page): Promise<void> {
  // The shell is hydrated first, the page's content when it has arrived. React marks what it has hydrated.
  await page.waitForFunction(() => {
    if (document.querySelector('template[id^="B:"], div[hidden][id^="S:"]') !== null) return false;
    const isHydrated = (part: Element) => Object.keys(part).some((key) => key.startsWith('__reactFiber$'));
    return [...document.querySelectorAll('main :is(button, input)')].every(isHydrated);
  });
  await expect(page.getByRole('button', { name: /^Live state: Connected/ })).toBeVisible();
}

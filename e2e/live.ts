import { expect, type Page } from '@playwright/test';

/** Waits until the page is connected to the event stream: then React has hydrated it, and its shortcuts work. */
export async function expectLive(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^Live state: Connected/ })).toBeVisible();
}

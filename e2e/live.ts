import { expect, type Page } from '@playwright/test';

/** Waits until the page listens to the event stream: React has hydrated it, and its shortcuts work. */
export async function expectLive(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^Live state: Connected/ })).toBeVisible();
}

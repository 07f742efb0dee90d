import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Serious accessibility violations of the page, each with the elements that have it. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`);
}

// A fleet of more images than a graph can draw, written to PostgreSQL without a registry.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startEmbeddedServer } from '#lib/store/embedded/server.ts';
import { openDatabase } from '#lib/store/upgrades/open-database.ts';
import { fillSyntheticFleet } from '../../bench/synthetic-fleet.ts';
import { expectLive } from '../live.ts';
import { type RunningBaseboard, startBaseboard } from '../server.ts';
import { test as base, expect } from './fixtures.ts';

/** More than the 5,000 images that a graph draws. */
const IMAGES = 5200;

const test = base.extend<object, { baseboard: RunningBaseboard }>({
  baseboard: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const dataDirectory = await mkdtemp(join(tmpdir(), 'baseboard-large-'));
      const postgres = await startEmbeddedServer(dataDirectory);
      const { db, close } = await openDatabase(postgres.url);
      await fillSyntheticFleet(db, IMAGES);
      await close();
      await postgres.stop();
      const server = await startBaseboard({ dataDirectory });
      await use(server);
      await server.stop();
      await rm(dataDirectory, { recursive: true });
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

const nodes = (page: Page) => page.locator('.react-flow__node');
const table = (page: Page) => page.getByRole('table', { name: 'Images' });
/** The loaded images that are drawn, in their order. */
const references = async (page: Page) => {
  const boxes = await table(page).getByRole('checkbox', { name: 'Select r.test/' }).all();
  return Promise.all(boxes.map((box) => box.getAttribute('aria-label')));
};

test('the graph of a large fleet is its bases with counts, and one of them opens its images', async ({
  page,
}) => {
  // The panel would request the base from its registry.
  await page.route('**/api/v1/lineage?*', (route) => route.fulfill({ json: { links: [] } }));
  await page.goto('/graph');
  await expectLive(page);
  await expect(page.getByRole('status').filter({ hasText: 'counted on their bases' })).toBeVisible();
  const node = nodes(page).filter({ hasText: 'base-102' });
  await expect(node.getByRole('button', { name: /^Show \d+ more dependents$/ })).toBeVisible();
  await expect(node).toContainText(/\d stale/);
  await node.click({ position: { x: 20, y: 10 } });
  await expect(page).toHaveURL(/focus=[^&]*base-102/);
  await expect(nodes(page).filter({ hasText: 'app-' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Show the whole fleet' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'counted on their bases' })).toBeVisible();
});

test('a large list is read in its order to its last image, and a filter by an ancestor counts exactly', async ({
  page,
}) => {
  const filter = 'ancestor:system-3';
  const response = await page.request.get(`/api/v1/images?filter=${filter}&sort=status&limit=1`);
  const { items, total } = (await response.json()) as { items: { reference: string }[]; total: number };
  expect(total).toBeGreaterThan(1000);
  // The other way round, the worst come last, and images of one status are by name again.
  await page.goto(`/?filter=${filter}&sort=-status`);
  await expectLive(page);
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(total + 1));
  await page.keyboard.press('End');
  const last = table(page).locator(`[data-index="${total - 1}"]`);
  await expect(last).toContainText('Stale');
  const names = await references(page);
  expect(names.length).toBeGreaterThan(5);
  expect(names).toEqual(names.toSorted());
  expect(names).not.toContain(`Select ${items[0]?.reference}`);
});

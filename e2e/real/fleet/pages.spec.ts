import { expect, type Locator, type Page } from '@playwright/test';
import { test } from '../../page-test.ts';
import { type RunningBaseboard, startBaseboard } from '../../server.ts';
import type { Connection } from '../registries/connection.ts';
import { type FleetImage, type RealFleet, realFleetMissing, startRealFleet } from './fleet.ts';

const missing = realFleetMissing();

const WORDS: Readonly<Record<string, string>> = {
  'up-to-date': 'Up to date',
  stale: 'Stale',
  'stale-by-ancestor': 'Stale below',
};

// Real images, real servers, a real browser, the production build: as a person would do it by hand.
test.describe
  .serial('the pages over real registries', () => {
    test.skip(missing !== undefined, missing ?? '');
    test.setTimeout(240_000);
    let fleet: RealFleet;
    let baseboard: RunningBaseboard;
    let page: Page;
    const complaints: string[] = [];

    test.beforeAll(async ({ browser }) => {
      test.setTimeout(240_000);
      fleet = await startRealFleet();
      baseboard = await startBaseboard({ config: configOf(fleet.connections) });
      page = await (await browser.newContext({ baseURL: baseboard.url })).newPage();
      page.on('pageerror', (error) => complaints.push(String(error)));
    });
    test.afterAll(async () => {
      await page?.context().close();
      await baseboard?.stop();
      await fleet?.stop();
    });
    test.afterEach(() => expect(complaints).toEqual([]));

    test('a list is pasted on the first page, from open, Basic and token registries', async () => {
      await page.goto('/');
      const box = page.getByPlaceholder(/Paste/).first();
      await paste(box, fleet.images.map(({ reference }) => reference).join('\n'));
      await page.getByRole('button', { name: `Track ${fleet.images.length} images` }).click();
      for (const { reference, before } of fleet.images) await expectRow(page, reference, before);
      expect(fleet.images.length).toBeGreaterThan(3);
    });

    test('each image’s page shows its chain, its evidence and its layers', async () => {
      for (const image of fleet.images) await expectImagePage(page, image, image.before);
    });

    test('the graph draws the chains and the evidence of a link', async () => {
      await page.goto('/graph');
      const longest = fleet.images.toSorted((a, b) => b.chain.length - a.chain.length)[0];
      if (longest === undefined) throw new Error('there is no image');
      for (const reference of [longest.reference, ...longest.chain]) {
        await expect(node(page, reference)).toBeVisible();
      }
      await node(page, longest.reference).click();
      const panel = page.getByRole('complementary');
      await expect(panel).toContainText('Evidence');
      await expect(panel).toContainText(/Verified/i);
      await page.keyboard.press('Escape');
    });

    test('the base’s tag moves, and a scan tells on every page', async () => {
      await fleet.moveBase();
      await page.goto('/');
      await page.getByRole('button', { name: /^Scan/ }).first().click();
      for (const { reference, after } of fleet.images) await expectRow(page, reference, after);
      for (const image of fleet.images) await expectImagePage(page, image, image.after);
      await page.getByRole('tab', { name: 'History' }).click();
      await expect(page.getByRole('tabpanel')).toContainText('Up to date');
      await expect(page.getByRole('tabpanel')).toContainText(/Stale/);
    });
  });

/** baseboard.yaml for these connections; JSON is YAML. */
function configOf(connections: readonly Connection[]): string {
  return JSON.stringify({ registries: connections });
}

async function expectRow(page: Page, reference: string, status: string): Promise<void> {
  const table = page.getByRole('table', { name: 'Images' });
  const row = table
    .getByRole('row')
    .filter({ has: page.getByRole('checkbox', { name: `Select ${reference}`, exact: true }) });
  await expect(row.locator(`[data-status="${status}"]`)).toBeVisible({ timeout: 60_000 });
  await expect(row).toContainText(WORDS[status] ?? status);
}

async function expectImagePage(page: Page, image: FleetImage, status: string): Promise<void> {
  const { items } = (await (await page.request.get('/api/v1/images?limit=100')).json()) as {
    items: { id: string; reference: string }[];
  };
  const id = items.find(({ reference }) => reference === image.reference)?.id;
  await page.goto(`/images/${id}`);
  await expect(page.locator(`#main header [data-status="${status}"]`)).toBeVisible();
  for (const base of image.chain) await expect(page.getByTitle(base, { exact: true }).first()).toBeVisible();
  await page.getByRole('tab', { name: 'Evidence' }).click();
  const kind = image.builder === 'BuildKit' ? /provenance/i : /annotation/i;
  await expect(page.getByRole('tabpanel')).toContainText(kind);
  await page.getByRole('tab', { name: 'Platforms' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('linux/amd64');
  await expect(page.getByRole('tabpanel')).toContainText(/Verified/i);
}

/** As a person pastes many lines, which no input can be filled with. */
async function paste(box: Locator, text: string): Promise<void> {
  await box.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

function node(page: Page, reference: string) {
  return page
    .locator('.react-flow__node')
    .filter({ has: page.getByTitle(reference, { exact: true }) })
    .first();
}

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expectLive } from '../live.ts';
import { clearFleet, dropNotFound, expect, imageId, openSample, test } from './fixtures.ts';

/**
 * The views in which each page is checked, without loading it again. Colours are checked in every view. The other rules
 * see the same markup in light and dark, so they run once at each width.
 */
const VIEWS = [
  { width: 1440, colorScheme: 'light', rules: 'all' },
  { width: 1440, colorScheme: 'dark', rules: 'colours' },
  { width: 390, colorScheme: 'dark', rules: 'all' },
  { width: 390, colorScheme: 'light', rules: 'colours' },
] as const;

/** A channel with a line in its log: nobody listens at a name that cannot be. */
async function makeChannel(page: Page): Promise<{ id: string; name: string }> {
  const destination = { kind: 'webhook', preset: 'generic', url: 'https://nobody.invalid/hook' };
  const made = await page.request.post('/api/v1/channels', { data: { name: 'Pipeline', destination } });
  const channel = await made.json();
  await page.request.post(`/api/v1/channels/${channel.id}/test`);
  return channel;
}

/** Opens pages and collects what is wrong with each: barriers that axe finds, and content wider than the window. */
function inspector(page: Page) {
  const barriers: string[] = [];
  const inspect = async (path: string) => {
    for (const { width, colorScheme, rules } of VIEWS) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Two frames, because parts that depend on the width are drawn after the first.
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      // Legacy mode and results of violations only make axe much faster. No page has frames of other origins.
      const axe = new AxeBuilder({ page }).setLegacyMode().options({
        resultTypes: ['violations'],
        ...(rules === 'all' ? {} : { runOnly: { type: 'rule', values: ['color-contrast'] } }),
      });
      const { violations } = await axe.analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      const view = `${path}, ${width} px, ${colorScheme}`;
      barriers.push(
        ...serious.map(({ id, nodes }) => `${view}, ${id}: ${nodes[0]?.target} ${nodes[0]?.failureSummary}`),
      );
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) barriers.push(`${view}, is ${overflow} px wider than the window`);
    }
    await page.setViewportSize({ width: VIEWS[0].width, height: 900 });
  };
  const look = async (path: string, visible: string) => {
    await page.goto(path);
    await expect(page.locator(visible).first()).toBeVisible();
    await inspect(path);
  };
  return { barriers, inspect, look };
}

type Inspector = ReturnType<typeof inspector>;

const FLEET_ROW = '[data-row-link]';
const FLEET = 'text=/^\\d+ images$/';
const SAMPLE = 'registry.sample.internal';
const at = () => new Date(Date.now() - 20 * 24 * 3600 * 1000).toISOString();

/** The pages by what they show; each group opens the sample fleet if it needs it. */
const GROUPS: Readonly<Record<string, (page: Page, eye: Inspector) => Promise<void>>> = {
  'the first page': async (page, { look }) => {
    await clearFleet(page);
    await look('/', 'h1');
    await look('/no/such/page', 'text=Page not found');
  },
  'the fleet and its graph': async (page, { look, inspect }) => {
    await openSample(page);
    await look('/', FLEET);
    await page.getByRole('button', { name: 'Badge' }).click();
    await expect(page.getByRole('dialog').getByRole('status')).toBeVisible();
    await inspect('the badge of the fleet');
    await look('/graph', '.react-flow__node');
    await look('/graph?layout=list', '[role=treeitem]');
  },
  'an image and its base': async (page, { look, inspect }) => {
    await openSample(page);
    const image = `/images/${await imageId(page, 'bank/checkout:2.4')}`;
    await look(image, 'text=Base chain');
    await page.getByRole('button', { name: 'Badge' }).click();
    await expect(page.getByRole('dialog').getByRole('status')).toBeVisible();
    await inspect('the badge of an image');
    await look(`${image}?tab=evidence`, 'text=Base chain');
    await page.goto(`/images/${await imageId(page, 'vendor/scanner:0.3')}?tab=evidence`);
    await page.getByLabel('It is based on').fill(`${SAMPLE}/library/debian:12-slim`);
    await page.getByRole('button', { name: 'Compare layers' }).click();
    await expect(page.getByText('The layers do not prove')).toBeVisible();
    await inspect('a named base beside an image');
    await look(`/bases?reference=${SAMPLE}/runtime/node:22`, 'text=Digests of the tag');
  },
  'plans of rebases': async (page, { look }) => {
    await openSample(page);
    await look(`/rebase?reference=${SAMPLE}/shop/cart:3.8`, 'text=What changes in the base');
    await look(`/rebase/many?filter=status:stale`, 'h1');
    await look(`/cascade?reference=${SAMPLE}/runtime/node:22`, 'h1');
  },
  'the past': async (page, { look }) => {
    await openSample(page);
    await look(`/?at=${at()}`, 'text=As it was on');
    await look(`/graph?at=${at()}`, '.react-flow__node');
    const image = await imageId(page, 'edge/dns-cache:1.1');
    await look(`/images/${image}?tab=history&at=${at()}`, 'text=Show as of then');
    await look(`/activity?tab=changes&from=${at()}`, 'text=went stale');
  },
  'the help': async (_, { look }) => {
    await look('/help', 'h1');
    await look('/help?q=base', 'text=/^\\d+ results/');
    await look('/help/filters', 'table');
  },
  'dialogs and forms': async (page, { look, inspect }) => {
    await openSample(page);
    const cart = `/images/${await imageId(page, 'shop/cart:3.8')}`;
    await look(cart, 'text=Base chain');
    await expectLive(page);
    await page.getByRole('button', { name: 'Snooze', exact: true }).click();
    const snooze = page.getByRole('dialog', { name: /^Snooze / });
    await snooze.getByLabel('How long').selectOption({ label: 'Until a date' });
    await inspect('the dialog that snoozes');
    await page.request.post('/api/v1/holds', { data: { filter: 'repo:shop/*', reason: 'Seen' } });
    await look('/activity?tab=snoozes', 'text=Seen');
    const { items } = await (await page.request.get('/api/v1/holds')).json();
    for (const { id } of items) await page.request.delete(`/api/v1/holds/${id}`);
    await look('/activity?tab=snoozes', 'text=Select images in the fleet');

    await look('/?filter=repo:shop/cart', FLEET_ROW);
    await expectLive(page);
    await page.keyboard.press('a');
    const adding = page.getByRole('dialog', { name: 'Add images' });
    await expect(adding).toBeVisible();
    await inspect('the dialog that adds images');
    await adding.getByRole('textbox').fill(`${SAMPLE}/shop/new:1\n${SAMPLE}/shop/cart:3.8\nnot an image!`);
    await adding.getByRole('button', { name: 'Review images' }).click();
    await expect(adding.getByRole('region', { name: 'Left out' })).toBeVisible();
    await inspect('the review of images to add');
    await page.keyboard.press('Escape');
    await page
      .getByRole('checkbox', { name: /^Select registry.*cart/ })
      .first()
      .check();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Create report' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await inspect('the dialog that reports selected images');

    await look('/reports', 'h1');
    await expectLive(page);
    await page.getByRole('button', { name: 'Schedule a report' }).click();
    const form = page.getByRole('form', { name: 'New scheduled report' });
    await form.getByLabel('How often').selectOption({ label: 'Every week' });
    await form.getByRole('combobox', { name: 'Images' }).fill('sta');
    await expect(form.getByRole('listbox').getByRole('option')).toHaveCount(1);
    await inspect('the form of a schedule');
    const base = `${SAMPLE}/runtime/node`;
    await look(`/differences?from=${base}:22&to=${SAMPLE}/runtime/java:21`, 'text=Packages');
  },
  'the settings': async (page, { look }) => {
    await look('/settings', 'h1');
    await look('/settings/registries', 'h1');
    await look('/settings/declared-bases', 'text=No declared bases');
    await page.request.delete('/api/v1/sample-fleet');
    await look('/settings/sources', 'text=No sources yet');
    await openSample(page);
    await look('/settings/sources', 'text=Sample repository');
    await look('/settings/hooks', 'text=No hooks yet');
    await look('/settings/hooks?hook=new', 'form');
    await look('/settings/access', 'text=Create token');
    await look('/settings/notifications', 'text=No channels yet');
    await look('/settings/notifications?channel=new', 'form');
    const channel = await makeChannel(page);
    await look('/settings/notifications', `text=${channel.name}`);
    await look(`/settings/notifications?channel=${channel.id}`, '[data-delivery]');
    await page.request.delete(`/api/v1/channels/${channel.id}`);
  },
  reports: async (page, { look, inspect }) => {
    await openSample(page);
    await look('/reports', 'h1');
    const made = await (await page.request.post('/api/v1/reports', { data: { title: 'Seen' } })).json();
    await look('/reports', 'text=Seen');
    await look(new URL(made.url).pathname, 'h1');
    await look(new URL(made.embedUrl).pathname, 'h1');
    await page.goto('/');
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('button', { name: 'Create report' }).click();
    await page.getByText('Embed in another page').click();
    await inspect('the dialog of a shared report');
    const { items } = await (await page.request.get('/api/v1/reports')).json();
    for (const { id } of items) await page.request.delete(`/api/v1/reports/${id}`);
  },
};

for (const [name, visit] of Object.entries(GROUPS)) {
  test(`${name}: no serious barrier, wide and narrow, light and dark`, async ({ page, complaints }) => {
    const eye = inspector(page);
    await visit(page, eye);
    dropNotFound(complaints);
    expect(eye.barriers).toEqual([]);
  });
}

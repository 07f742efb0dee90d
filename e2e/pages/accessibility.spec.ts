import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { clearFleet, expect, imageId, openSample, test } from './fixtures.ts';

const WIDTHS = [1440, 390];

/** A channel with a line in its log: nobody listens at a name that cannot be. */
async function makeChannel(page: Page): Promise<{ id: string; name: string }> {
  const destination = { kind: 'webhook', preset: 'generic', url: 'https://nobody.invalid/hook' };
  const made = await page.request.post('/api/v1/channels', { data: { name: 'Pipeline', destination } });
  const channel = await made.json();
  await page.request.post(`/api/v1/channels/${channel.id}/test`);
  return channel;
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const width of WIDTHS) {
      test(`no page has a serious barrier at ${width} px`, async ({ page }) => {
        test.setTimeout(180_000);
        await page.setViewportSize({ width, height: 900 });
        await clearFleet(page);
        const barriers: string[] = [];
        const look = async (path: string, visible: string) => {
          await page.goto(path);
          await expect(page.locator(visible).first()).toBeVisible();
          await inspect(path);
        };
        const lookAtBadge = async (path: string) => {
          await page.goto(path);
          await page.getByRole('button', { name: 'Badge' }).click();
          await expect(page.getByRole('dialog').getByRole('status')).toBeVisible();
          await inspect(`${path} (badge)`);
        };
        const inspect = async (path: string) => {
          const { violations } = await new AxeBuilder({ page }).analyze();
          const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
          barriers.push(
            ...serious.map(
              ({ id, nodes }) => `${path} ${id}: ${nodes[0]?.target} ${nodes[0]?.failureSummary}`,
            ),
          );
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          if (overflow > 0) barriers.push(`${path} is ${overflow} px wider than the window`);
        };
        await look('/', 'h1');
        await openSample(page);
        await look('/', 'text=/^\\d+ images$/');
        await look('/graph', '.react-flow__node');
        await look('/graph?layout=list', '[role=treeitem]');
        await lookAtBadge('/');
        const image = `/images/${await imageId(page, 'bank/checkout:2.4')}`;
        await look(image, 'text=Base chain');
        await lookAtBadge(image);
        const at = new Date(Date.now() - 20 * 24 * 3600 * 1000).toISOString();
        await look(`/?at=${at}`, 'text=As it was on');
        await look(`/graph?at=${at}`, '.react-flow__node');
        await look(
          `/images/${await imageId(page, 'edge/dns-cache:1.1')}?tab=history&at=${at}`,
          'text=Show as of then',
        );
        await look(`/activity?tab=changes&from=${at}`, 'text=went stale');
        await look('/help?q=base', 'text=/^\\d+ results/');
        await look('/help/filters', 'table');
        await look('/settings', 'h1');
        await look('/settings/notifications', 'text=No channels yet');
        await look('/settings/notifications?channel=new', 'form');
        const channel = await makeChannel(page);
        await look('/settings/notifications', `text=${channel.name}`);
        await look(`/settings/notifications?channel=${channel.id}`, '[data-delivery]');
        await page.request.delete(`/api/v1/channels/${channel.id}`);
        await look('/settings/access', 'text=Create token');
        await look('/reports', 'h1');
        const made = await (await page.request.post('/api/v1/reports', { data: { title: 'Seen' } })).json();
        await look('/reports', 'text=Seen');
        await look(new URL(made.url).pathname, 'h1');
        await look(new URL(made.embedUrl).pathname, 'h1');
        await look('/', 'text=/^\\d+ images$/');
        await page.getByRole('button', { name: 'Share', exact: true }).click();
        await page.getByRole('button', { name: 'Create report' }).click();
        await page.getByText('Embed in another page').click();
        await inspect('the dialog of a shared report');
        const { items } = await (await page.request.get('/api/v1/reports')).json();
        for (const { id } of items) await page.request.delete(`/api/v1/reports/${id}`);
        await page.request.delete('/api/v1/sample-fleet');
        expect(barriers).toEqual([]);
      });
    }
  });
}

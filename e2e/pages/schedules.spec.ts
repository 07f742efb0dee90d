import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base, expect } from '@playwright/test';
import { type RunningBaseboard, startBaseboard } from '../server.ts';
import { openSample } from './fixtures.ts';

interface Receiver {
  readonly origin: string;
  readonly bodies: string[];
}

/** A Baseboard with a limit of one day, and a receiver on loopback that it may send to. */
const test = base.extend<object, { receiver: Receiver; baseboard: RunningBaseboard }>({
  receiver: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const bodies: string[] = [];
      const server: Server = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk) => {
          body += chunk;
        });
        request.on('end', () => {
          bodies.push(body);
          response.end('ok');
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      await use({ origin: `http://127.0.0.1:${port}`, bodies });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    { scope: 'worker' },
  ],
  baseboard: [
    async ({ receiver }, use) => {
      const { host } = new URL(receiver.origin);
      const server = await startBaseboard({
        config: `sla: { staleDays: 1 }\nnotifications: { allowHosts: ["${host}"] }\n`,
      });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ baseboard }, use) => use(baseboard.url),
});

test('a report is scheduled, previewed, sent now, disabled and deleted', async ({ page, receiver }) => {
  await openSample(page);
  const made = await page.request.post('/api/v1/channels', {
    data: { name: 'Team', destination: { kind: 'slack', url: `${receiver.origin}/hook` } },
  });
  expect(made.status()).toBe(201);
  await page.goto('/reports');
  await page.getByRole('button', { name: 'Schedule a report' }).click();
  const form = page.getByRole('form', { name: 'New scheduled report' });
  await form.getByLabel('Title').fill('The sample');
  const images = form.getByRole('combobox', { name: 'Images' });
  await images.fill('is:sam');
  await expect(form.getByRole('listbox').getByRole('option')).toHaveText([/^sample/]);
  await page.keyboard.press('Tab');
  await expect(images).toHaveValue('is:sample ');
  await form.getByLabel('Time zone').fill('Europe/Berlin');
  await form.getByLabel('Send to').selectOption({ label: 'Team' });
  await form.getByRole('button', { name: 'Preview message' }).click();
  await expect(form.getByText('The request’s body that would be sent now')).toBeVisible();
  await expect(form.locator('pre')).toContainText('*The sample:');
  expect(receiver.bodies).toEqual([]);
  await form.getByRole('button', { name: 'Schedule report' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'The sample' });
  await expect(row).toContainText('Every Monday at 09:00, Europe/Berlin');
  await expect(row).toContainText('Not sent yet');
  await row.getByRole('button', { name: 'Send now: The sample' }).click();
  const link = row.getByRole('link', { name: 'Open report' });
  await expect(link).toBeVisible();
  expect(receiver.bodies).toHaveLength(1);
  const report = await page.request.get((await link.getAttribute('href')) ?? '');
  expect(await report.text()).toContain('The sample');
  await row.getByRole('button', { name: 'Disable: The sample' }).click();
  await expect(row.getByRole('button', { name: 'Enable: The sample' })).toBeVisible();
  await row.getByRole('button', { name: 'Delete: The sample' }).click();
  await row.getByRole('button', { name: 'Delete schedule' }).click();
  await expect(page.getByText('A report can be made and sent daily, weekly or monthly')).toBeVisible();
});

test('the headline counts overdue images and leads to exactly them', async ({ page }) => {
  await openSample(page);
  const { sla } = await (await page.request.get('/api/v1/fleet')).json();
  expect(sla.overdue).toBeGreaterThan(5);
  await page.goto('/');
  await expect(page.getByText(`${sla.overdue} images are stale for more than 1 day.`)).toBeVisible();
  await page.getByRole('button', { name: 'Show overdue images' }).click();
  await expect(page).toHaveURL(/behind/);
  const filter = new URL(page.url()).searchParams.get('filter') ?? '';
  const found = await page.request.get(`/api/v1/images?limit=1000&filter=${encodeURIComponent(filter)}`);
  expect((await found.json()).items).toHaveLength(sla.overdue);
});

test('a channel’s form previews its message without sending it', async ({ page, receiver }) => {
  await openSample(page);
  const before = receiver.bodies.length;
  await page.goto('/settings/notifications?channel=new');
  const form = page.getByRole('form', { name: 'New channel' });
  await form.getByLabel('Format').selectOption({ label: 'Discord' });
  await form.getByLabel('Images').fill('is:sample status:broken');
  await form.getByRole('button', { name: 'Preview message' }).click();
  await expect(form.locator('pre')).toContainText('"allowed_mentions"');
  await expect(form.locator('pre')).toContainText('broken');
  await form.getByLabel('Images').fill('is:sample status:root');
  await form.getByRole('button', { name: 'Preview message' }).click();
  await expect(form.getByText('Nothing would be sent now')).toBeVisible();
  expect(receiver.bodies).toHaveLength(before);
});

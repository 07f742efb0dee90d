import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { Page } from '@playwright/test';
import { HTTP } from 'cloudevents';
import { freePort, startBaseboard } from '../server.ts';
import { test as base, expect, openSample } from './fixtures.ts';

interface Seen {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Receiver {
  readonly origin: string;
  readonly seen: Seen[];
}

/** A Baseboard that may speak to a receiver on loopback, which answers `/bad` with 500 and all else with 204. */
const test = base.extend<object, { receiver: Receiver }>({
  receiver: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const port = await freePort();
      const seen: Seen[] = [];
      const server = createServer(async (request, response) => {
        let body = '';
        for await (const chunk of request) body += chunk;
        seen.push({ path: request.url ?? '', headers: request.headers, body });
        response.writeHead(request.url === '/bad' ? 500 : 204).end();
      });
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      await use({ origin: `http://127.0.0.1:${port}`, seen });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    { scope: 'worker' },
  ],
  baseboard: [
    async ({ receiver }, use) => {
      const { host } = new URL(receiver.origin);
      const server = await startBaseboard({ config: `notifications: { allowHosts: ["${host}"] }` });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

const PAGE = '/settings/notifications';

test.beforeEach(async ({ page, receiver }) => {
  receiver.seen.splice(0);
  const { items } = await (await page.request.get('/api/v1/channels')).json();
  for (const { id } of items) await page.request.delete(`/api/v1/channels/${id}`);
});

/** Creates a channel by the API; returns its id. */
async function channel(page: Page, data: object): Promise<string> {
  const response = await page.request.post('/api/v1/channels', { data });
  expect(response.status()).toBe(201);
  return (await response.json()).id;
}

/** The receiver's own check, as docs/notifications.md has it. */
function isSigned({ headers, body }: Seen, key: string): boolean {
  const id = String(headers['webhook-id']);
  const timestamp = String(headers['webhook-timestamp']);
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const mac = createHmac('sha256', Buffer.from(key.replace('whsec_', ''), 'base64'));
  const expected = `v1,${mac.update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  return headers['webhook-signature'] === expected;
}

test('a channel is created by the keyboard alone, tested, and its key shown once', async ({
  page,
  receiver,
}) => {
  await openSample(page);
  await page.goto(PAGE);
  await expect(page.getByText('No notification channels').filter({ visible: true })).toHaveCount(1);
  await page.getByRole('link', { name: 'New channel' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Name').fill('Rebuild');
  await page.getByLabel('URL').fill(`${receiver.origin}/hook?token=hunter2`);
  await expect(page.getByText(/No image matches now/)).toBeVisible();
  await page.getByLabel('Images', { exact: true }).fill('is:sample repo:shop/*');
  await expect(page.getByText(/^\d+ images match: \d+ stale/)).toBeVisible();
  await page.getByLabel('Cool-down in hours').fill('72');
  await page.getByLabel(/^Fresh again/).press('Space');
  await page.getByLabel('Name').press('Enter');

  await expect(page.getByRole('heading', { name: 'Rebuild' })).toBeVisible();
  await expect(page.getByText('Went stale, went broken (stale after 3 days)')).toBeVisible();
  const key = await page.locator('[data-signing-key]').textContent();
  expect(key).toMatch(/^whsec_/);
  await page.getByRole('button', { name: 'Send test message' }).press('Enter');
  await expect(page.getByText('Delivered (204)')).toBeVisible();
  await expect(page.locator('[data-delivery="delivered"]')).toContainText('Test');
  const [seen] = receiver.seen;
  if (seen === undefined) throw new Error('nothing arrived');
  expect(seen.path).toBe('/hook?token=hunter2');
  expect(isSigned(seen, key ?? '')).toBe(true);
  expect(isSigned({ ...seen, body: `${seen.body} ` }, key ?? '')).toBe(false);
  expect(HTTP.toEvent({ headers: seen.headers, body: seen.body })).toMatchObject({ type: 'baseboard.test' });

  await page.reload();
  await expect(page.getByRole('heading', { name: 'Rebuild' })).toBeVisible();
  await expect(page.locator('[data-signing-key]')).toHaveCount(0);
  for (const path of [PAGE, '/api/v1/channels', page.url()]) {
    const text = await (await page.request.get(path)).text();
    expect(text).toContain('Rebuild');
    expect(text).not.toMatch(/hunter2|whsec_/);
  }
});

test('a change notifies the pipeline at once', async ({ page, receiver }) => {
  await page.request.delete('/api/v1/sample-fleet');
  await openSample(page);
  const id = await channel(page, {
    name: 'Pipeline',
    filter: 'is:sample',
    destination: { kind: 'webhook', preset: 'generic', url: `${receiver.origin}/hook` },
  });
  // The rebase of a stale image makes it fresh again.
  const reference = 'registry.sample.internal/shop/cart:3.8';
  const plan = await (await page.request.post('/api/v1/rebases/plan', { data: { reference } })).json();
  const done = await page.request.post('/api/v1/rebases', { data: { planId: plan.planId } });
  expect(done.status()).toBe(202);
  const sent = () => receiver.seen.map(({ body }) => JSON.parse(body));
  await expect.poll(sent, { timeout: 30_000 }).toEqual([
    expect.objectContaining({
      type: 'baseboard.image.fresh',
      subject: reference,
      data: expect.objectContaining({ change: 'fresh', before: 'stale', status: 'up-to-date' }),
    }),
  ]);
  await page.goto(`${PAGE}?channel=${id}`);
  const row = page.locator('[data-delivery="delivered"]');
  await expect(row).toContainText('Fresh again');
  await expect(row).toContainText('204');
  await page.request.delete('/api/v1/sample-fleet');
});

test('errors stand beside their fields, and nothing is saved', async ({ page, complaints }) => {
  await page.goto(`${PAGE}?channel=new`);
  await page.getByLabel('Name').fill('Inside');
  await page.getByLabel('Slack message').check();
  await page.getByLabel('URL').fill('https://169.254.169.254/latest/meta-data');
  await page.getByRole('button', { name: 'Create channel' }).click();
  const address = page.getByLabel('URL');
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('alert').filter({ hasText: 'notifications.allowHosts' })).toBeVisible();
  await address.fill('https://hooks.example.com/services/x');
  await page.getByLabel('Images', { exact: true }).fill('nonsense:x');
  await expect(page.getByText(/there is no key "nonsense"/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Create channel' }).click();
  await expect(page.getByLabel('Images', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  // No mail server is set here.
  await expect(page.getByLabel('E-mail')).toBeDisabled();
  const { items, offers } = await (await page.request.get('/api/v1/channels')).json();
  expect([items, offers]).toEqual([[], { secrets: true, email: false }]);
  // The browser reports the 400s.
  complaints.splice(0);
});

test('a channel is edited, shows why it fails, is switched off and removed', async ({ page, receiver }) => {
  const id = await channel(page, {
    name: 'Team',
    destination: { kind: 'slack', url: `${receiver.origin}/bad` },
  });
  await page.goto(PAGE);
  await page.getByRole('link', { name: 'Team' }).click();
  await page.getByRole('button', { name: 'Send test message' }).click();
  const answer = page.getByRole('status').filter({ hasText: 'The receiver answered 500' });
  await expect(answer).toBeVisible();
  await expect(page.locator('[data-delivery="failed"]')).toContainText('500');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByLabel('Name').fill('Team, mended');
  await page.getByRole('button', { name: 'Change destination' }).click();
  await page.getByLabel('URL').fill(`${receiver.origin}/good`);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { name: 'Team, mended' })).toBeVisible();
  await page.getByRole('button', { name: 'Send test message' }).click();
  await expect(page.getByText('Delivered (204)')).toBeVisible();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.locator('[data-channel-state="off"]')).toBeVisible();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove channel' }).click();
  await expect(page.getByText('No notification channels').filter({ visible: true })).toHaveCount(1);
  expect((await page.request.get(`/api/v1/channels/${id}`)).status()).toBe(404);
});

test('the API keeps to its contract', async ({ page, receiver }) => {
  const post = (data: object) => page.request.post('/api/v1/channels', { data });
  const to = { kind: 'slack', url: `${receiver.origin}/hook` };
  const refused: [object, number, string][] = [
    [{ name: 'A' }, 400, 'destination'],
    [{ name: '', destination: to }, 400, 'name'],
    [{ name: 'A', destination: { ...to, url: 'ftp://x.example' } }, 400, 'destination.url'],
    [{ name: 'A', destination: { ...to, url: 'https://127.0.0.1:1/' } }, 400, 'destination.url'],
    [{ name: 'A', destination: to, changes: ['gone'] }, 400, 'changes[0]'],
    [{ name: 'A', destination: to, filter: 'x:y' }, 400, 'filter'],
    [{ name: 'A', destination: { kind: 'email', recipients: ['a@example.com'] } }, 400, 'destination.kind'],
  ];
  for (const [data, status, field] of refused) {
    const response = await post(data);
    expect([response.status(), (await response.json()).field]).toEqual([status, field]);
  }
  const created = await (await post({ name: 'A', destination: to })).json();
  expect(created).toMatchObject({
    filter: '',
    changes: ['stale', 'broken', 'fresh'],
    coolDownHours: 0,
    enabled: true,
    destination: { host: new URL(receiver.origin).host },
    signingKey: null,
  });
  const path = `/api/v1/channels/${created.id}`;
  expect((await post({ name: 'A', destination: to })).status()).toBe(409);
  const edit = await page.request.patch(path, { data: { coolDownHours: 24, changes: ['broken'] } });
  expect(await edit.json()).toMatchObject({ coolDownHours: 24, changes: ['broken'], name: 'A' });
  expect((await page.request.patch(path, { data: { coolDownHours: -1 } })).status()).toBe(400);
  expect((await (await page.request.post(`${path}/test`)).json()).state).toBe('delivered');
  const log = await (await page.request.get(`${path}/deliveries?limit=1`)).json();
  expect(log).toMatchObject({ items: [{ kind: 'test', outcome: 'delivered' }], nextCursor: null });
  expect((await page.request.delete(path)).status()).toBe(204);
  for (const gone of [path, `${path}/deliveries`]) expect((await page.request.get(gone)).status()).toBe(404);
  expect((await page.request.delete(path)).status()).toBe(404);
});

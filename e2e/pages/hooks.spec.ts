import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { distributionEvent, PUSHES } from '#lib/hooks/testing.ts';
import { basedOn, image, push } from '#lib/registry/memory/image-builder.ts';
import { barriers } from './barriers.ts';
import { dropNotFound, expect, imageId } from './fixtures.ts';
import { registryTests, type Setup } from './registry-fixtures.ts';

const test = registryTests();

const PAGE = '/settings/hooks';
const recipe = (words: string, on = image()) => on.layer(`RUN ${words}`, [{ path: words, content: words }]);

/** A tracked image on a base that nobody tracks; returns what moves the base. */
async function fleet(page: Page, { registry: { host, registry } }: Setup, name: string) {
  const os = recipe('os').annotate(basedOn('scratch'));
  const digest = await push(registry, `${host}/${name}-os:1`, os);
  const app = `${host}/${name}:1`;
  await push(
    registry,
    app,
    recipe('app', image().from(os)).annotate(basedOn(`${host}/${name}-os:1`, digest)),
  );
  expect((await page.request.post('/api/v1/images', { data: { reference: app } })).status()).toBe(201);
  const id = await imageId(page, `/${name}:1`);
  await expect
    .poll(async () => (await (await page.request.get(`/api/v1/images/${id}`)).json()).status)
    .toBe('up-to-date');
  const move = () => push(registry, `${host}/${name}-os:1`, recipe('os, next').annotate(basedOn('scratch')));
  return { app, id, move };
}

/** Creates a hook by the API. */
async function hook(page: Page, data: object): Promise<{ id: string; url: string; secret: string }> {
  const response = await page.request.post('/api/v1/hooks', { data: { name: 'a hook', ...data } });
  expect(response.status()).toBe(201);
  return response.json();
}

test('a hook is created, and a push that it reports changes what an open page shows', async ({
  page,
  setup,
  complaints,
}) => {
  const { id, move } = await fleet(page, setup, 'shop');
  await page.goto(PAGE);
  await page.getByRole('link', { name: 'New hook' }).click();
  const form = page.getByRole('form', { name: 'New hook' });
  await form.getByLabel('Name', { exact: true }).fill('Ours');
  await form.getByLabel('Registry', { exact: true }).fill('no host!');
  await form.getByRole('button', { name: 'Create hook' }).click();
  await expect(form.getByRole('alert')).toContainText('no host! is not a host');
  await form.getByLabel('Registry', { exact: true }).fill(setup.registry.host);
  await form.getByLabel('Other names').fill('inside:5000 = ');
  await form.getByRole('button', { name: 'Create hook' }).click();
  await expect(form.getByRole('alert')).toContainText('map');
  await form.getByLabel('Other names').fill(`inside:5000 = ${setup.registry.host}`);
  await form.getByRole('button', { name: 'Create hook' }).click();

  const once = page.getByRole('status').filter({ hasText: 'Shown only this once' });
  await expect(once).toBeVisible();
  const [url = '', secret = ''] = await once.locator('pre').allTextContents();
  expect(url).toMatch(/\/hooks\/[\w-]{43}$/);
  const pasted = page.getByRole('region', { name: /^Set up Distribution/ }).locator('pre');
  await expect(pasted).toContainText(url);
  await expect(pasted).toContainText(`Bearer ${secret}`);
  await expect(page.getByText('Never heard from')).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  // Another page is open while the registry reports a push, under its internal name.
  const image = await page.context().newPage();
  await image.goto(`/images/${id}`);
  await expect(image.getByRole('main').getByText('Up to date').first()).toBeVisible();
  const digest = await move();
  const target = { repository: 'shop-os', tag: '1', digest };
  const event = distributionEvent(target, { request: { host: 'inside:5000' } });
  const answer = await page.request.post(url, {
    headers: {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/vnd.docker.distribution.events.v2+json',
    },
    data: JSON.stringify({ events: [event] }),
  });
  expect([answer.status(), await answer.json()]).toEqual([202, { accepted: 1 }]);
  await expect(image.getByRole('main').getByText('Stale', { exact: true }).first()).toBeVisible();
  await image.close();

  const call = page.locator('[data-outcome]');
  await expect(call).toContainText('Accepted');
  await expect(call).toContainText('Read again: it has moved');
  await expect(page.getByText('Last heard')).toBeVisible();
  await page.reload();
  await expect(page.getByText('were shown when the hook was created')).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  await page.getByRole('link', { name: 'All hooks' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Ours' })).toContainText('Last heard');
  // What the browser itself logs of the two refused requests.
  complaints.splice(0, complaints.length, ...complaints.filter((each) => !each.includes('400')));
});

test('a hook is tested, disabled, enabled and removed', async ({ page, setup }) => {
  await fleet(page, setup, 'desk');
  const made = await hook(page, { name: 'Hub', kind: 'docker-hub' });
  expect(made.url.endsWith(made.secret)).toBe(true);
  const call = () => page.request.post(made.url, { data: PUSHES['docker-hub'].body });
  await page.goto(`${PAGE}?hook=${made.id}`);
  await page.getByRole('button', { name: 'Send test' }).click();
  await expect(page.getByText('Test accepted: the tag is read again.')).toBeVisible();
  await expect(page.locator('[data-outcome="accepted"]')).toContainText('Test');
  await expect(page.getByText('Never heard from')).toBeVisible();
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText('Disabled: calls are answered with 404.')).toBeVisible();
  expect((await call()).status()).toBe(404);
  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(page.getByRole('button', { name: 'Disable' })).toBeVisible();
  const answer = await call();
  expect([answer.status(), await answer.json()]).toEqual([202, { accepted: 0 }]);
  await expect(page.locator('[data-outcome="not-tracked"]')).toContainText('A hook tracks nothing by itself');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('button', { name: 'Remove hook' }).click();
  await expect(page.getByText('Hub removed.')).toBeVisible();
  expect((await call()).status()).toBe(404);
  const { items } = await (await page.request.get('/api/v1/access/audit')).json();
  const actions = items.map(({ action }: { action: string }) => action);
  expect(actions.slice(0, 4)).toEqual(['hook-deleted', 'hook-changed', 'hook-changed', 'hook-created']);
});

test('calls are answered as senders need it', async ({ page, complaints }) => {
  const { url, secret, id } = await hook(page, { kind: 'github' });
  const send = (body: string, headers: Record<string, string> = {}) => {
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    return page.request.post(url, { data: body, headers: { 'x-hub-signature-256': signature, ...headers } });
  };
  const answerTo = async (...call: Parameters<typeof send>) => {
    const response = await send(...call);
    return [response.status(), await response.json()];
  };
  const push = JSON.stringify(PUSHES.github.body);
  expect(await answerTo('{"zen":"Keep it logically awesome."}', { 'x-github-event': 'ping' })).toEqual([
    200,
    { accepted: 0 },
  ]);
  expect(await answerTo(push, { 'x-github-event': 'package' })).toEqual([202, { accepted: 0 }]);
  expect(await answerTo(push.slice(0, -1), { 'x-github-event': 'package' })).toEqual([202, { accepted: 0 }]);
  expect(await answerTo(push, { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` })).toMatchObject([
    401,
    { code: 'wrong-signature' },
  ]);
  expect(await answerTo('x'.repeat(1024 * 1024 + 1))).toMatchObject([413, { code: 'too-large' }]);
  // Whatever a browser would add for another site's page is refused.
  expect((await send(push, { origin: 'https://evil.example' })).status()).toBe(403);
  expect((await page.request.post(`${url}x`, { data: push })).status()).toBe(404);
  expect((await page.request.get(url)).status()).toBe(405);

  await page.goto(`${PAGE}?hook=${id}`);
  await expect(page.locator('[data-outcome]')).toHaveCount(4);
  const outcomes = await page
    .locator('[data-outcome]')
    .evaluateAll((all) => all.map((each) => each.dataset.outcome));
  expect(outcomes).toEqual(['forged', 'unreadable', 'not-tracked', 'ping']);
  const metrics = await (await page.request.get('/metrics')).text();
  expect(metrics).toMatch(/^baseboard_hook_last_seconds\{hook="a hook"\} \d/m);
  dropNotFound(complaints);
});

test('the recipe of a pipeline works as it is pasted', async ({ page, setup }) => {
  const { app } = await fleet(page, setup, 'cart');
  await page.goto(`${PAGE}?hook=new`);
  await page.getByLabel('Name', { exact: true }).fill('CI');
  await page.getByLabel('Sent by').selectOption('generic');
  await page.getByRole('button', { name: 'Create hook' }).click();
  const pasted = await page
    .getByRole('region', { name: /^Set up/ })
    .locator('pre')
    .textContent();
  const script = (pasted ?? '').replace('registry.example.com/shop/api:1.4', app);
  const { stdout } = await promisify(execFile)('bash', ['-euc', script]);
  expect(JSON.parse(stdout)).toEqual({ accepted: 1 });
  await expect(page.locator('[data-outcome="accepted"]')).toContainText('cart:1');
});

test('the age of a digest is when a check first saw it', async ({ page, setup }) => {
  const { app, move } = await fleet(page, setup, 'till');
  const base = `${setup.registry.host}/till-os`;
  const get = (path: string, query: Record<string, string>) =>
    page.request.get(`/api/v1/${path}`, { params: query });
  const age = await (await get('age', { reference: `${base}:1` })).json();
  expect(age).toMatchObject({ reference: `${base}:1`, digest: expect.stringMatching(/^sha256:/) });
  const { releases } = await (await get('age/releases', { reference: base })).json();
  expect(releases).toEqual([{ version: '1', digest: age.digest, releaseTimestamp: age.firstSeen }]);
  const unseen = await get('age', { reference: app, digest: await move() });
  expect([unseen.status(), (await unseen.json()).code]).toEqual([404, 'not-found']);
  expect((await get('age', { reference: 'No Name' })).status()).toBe(400);
});

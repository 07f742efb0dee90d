import { basedOn, image, push } from '#lib/registry/memory/image-builder.ts';
import type { ServedRegistry } from '../../lib/registry/memory/serve.ts';
import { barriers } from './barriers.ts';
import { expect } from './fixtures.ts';
import { registryTests } from './registry-fixtures.ts';

const test = registryTests(() => 'sources:\n  - name: In the file\n    kind: push\n');

async function fill({ host, registry }: ServedRegistry, paths: readonly string[]) {
  for (const path of paths) {
    const recipe = image().layer(`RUN ${path}`, [{ path: 'file', content: path }]);
    await push(registry, `${host}/${path}`, recipe.annotate(basedOn('scratch')));
  }
}

test('a source is previewed, added, listed, confirmed, edited and removed', async ({
  page,
  setup,
  complaints,
}) => {
  const { registry } = setup;
  await fill(registry, [
    'shop/api:1.0.0',
    'shop/api:1.1.0',
    'shop/api:latest',
    'shop/web:2.0.0',
    'other/tool:1.0.0',
  ]);
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Add source' })).toHaveAttribute(
    'href',
    '/settings/sources?source=new',
  );
  await page.getByRole('button', { name: 'Add images' }).first().press('Enter');
  const adding = page.getByRole('dialog', { name: 'Add images' });
  await adding.getByRole('link', { name: 'sources' }).press('Enter');
  await expect(page).toHaveURL(/\/settings\/sources$/);
  await expect(adding).toHaveCount(0);
  const inFile = page.getByRole('listitem').filter({ hasText: 'In the file' });
  await expect(inFile).toContainText('baseboard.yaml');
  await expect(inFile.getByRole('button')).toHaveCount(0);

  await page.getByRole('link', { name: 'Add source' }).press('Enter');
  const form = page.getByRole('form', { name: 'New source' });
  await form.getByLabel('Name', { exact: true }).fill('Production');
  await form.getByLabel('Registry').fill('not a host');
  await form.getByLabel('Repositories', { exact: true }).fill('shop/**');
  await form.getByLabel('Tags').selectOption('Versions in a range');
  await form.getByLabel('Range').fill('>=1');
  await form.getByRole('button', { name: 'Preview', exact: true }).press('Enter');
  await expect(form.getByRole('alert')).toContainText('a host with an optional port');
  await form.getByLabel('Registry').fill(registry.host);
  await form.getByRole('button', { name: 'Preview', exact: true }).press('Enter');
  const preview = form.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('Matches 3 of 4 tags');
  await expect(preview).toContainText('The tag is not a version');
  expect(await barriers(page)).toEqual([]);
  await form.getByRole('button', { name: 'Add source' }).press('Enter');

  const card = page.getByRole('listitem').filter({ hasText: 'Production' });
  await expect(card).toContainText('Complete');
  await expect(card).toContainText('3 images tracked');
  await expect(card).toContainText('3 images selected of 4 tags; 3 new, 0 untracked');
  expect(await barriers(page)).toEqual([]);

  registry.registry.state.repositories.get('shop/api')?.tags.clear();
  await card.getByRole('button', { name: 'List Production now' }).press('Enter');
  await expect(card).toContainText('The last listing misses 2 of 3 images');
  await card.getByRole('button', { name: 'Confirm the listing of Production' }).press('Enter');
  await expect(card).toContainText('3 images tracked, 2 of them no longer mentioned');

  await card.getByRole('link', { name: 'Edit Production' }).press('Enter');
  const edit = page.getByRole('form', { name: 'Edit Production' });
  await expect(edit.getByLabel('Range')).toHaveValue('>=1');
  await edit.getByLabel('List every').fill('1m');
  await edit.getByRole('button', { name: 'Save changes' }).press('Enter');
  await expect(edit.getByRole('alert')).toContainText('at least 5m');
  await edit.getByLabel('List every').fill('1h');
  await edit.getByRole('button', { name: 'Save changes' }).press('Enter');

  await card.getByRole('link', { name: '3 images tracked' }).press('Enter');
  await expect(page.getByRole('row').filter({ hasText: 'shop/' })).toHaveCount(3);

  await page.goto('/settings/sources');
  await card.getByRole('button', { name: 'Remove Production' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove source' }).press('Enter');
  await expect(page.getByText('Source Production removed.')).toBeVisible();
  await expect(card).toHaveCount(0);
  const images = await (await page.request.get('/api/v1/images')).json();
  expect(images.items).toEqual([]);
  // The browser logs what the server refused.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('400'), expect.stringContaining('400')]);
  await page.goto('/settings/access');
  await expect(page.getByText('operator confirmed a listing of the source Production').first()).toBeVisible();
});

test('a source says what is wrong with it, and agents post to theirs', async ({ page, setup }) => {
  const { registry } = setup;
  await fill(registry, ['shop/api:1.0.0']);
  const reference = `${registry.host}/shop/api:1.0.0`;
  registry.faults.add({ fault: { kind: 'status', status: 403 }, path: /_catalog/ });
  const config = { registry: registry.host };
  const made = await page.request.post('/api/v1/sources', {
    data: { name: 'Lost right', kind: 'registry', config },
  });
  expect(made.status()).toBe(201);
  const agent = await page.request.post('/api/v1/sources', { data: { name: 'Agent', kind: 'push' } });
  const { id } = await agent.json();
  const place = { cluster: 'prod', namespace: 'shop', workload: 'deployment/api', pods: 3 };
  const post = (sequence: number) =>
    page.request.post(`/api/v1/sources/${id}/mentions`, {
      data: { sequence, mentions: [{ reference, kind: 'runs', place }] },
    });
  expect((await post(2)).status()).toBe(200);
  expect((await post(1)).status()).toBe(409);
  await page.goto('/settings/sources');
  const lost = page.getByRole('listitem').filter({ hasText: 'Lost right' });
  await expect(lost).toContainText('Failing');
  await expect(lost).toContainText('it needs the right: registry:catalog:*');
  const posted = page.getByRole('listitem').filter({ hasText: `/api/v1/sources/${id}/mentions` });
  await expect(posted).toContainText('1 image posted as picture 2; 1 new, 0 untracked');
  expect(await barriers(page)).toEqual([]);

  const { items } = await (await page.request.get('/api/v1/images?filter=running:yes%20cluster:prod')).json();
  expect(items).toMatchObject([
    { reference, running: { workloads: 1, pods: 3, outdated: 0 }, sources: [{ id, place }] },
  ]);
  const places = await (await page.request.get(`/api/v1/images/${items[0].id}/places`)).json();
  expect(places.items).toMatchObject([{ source: { id, name: 'Agent', kind: 'push' }, kind: 'runs', place }]);
  await page.goto('/?filter=running:yes');
  const row = page.getByRole('row').filter({ hasText: 'shop/api' });
  await expect(row).toContainText('3 pods');
  await expect(row).toContainText('Agent');
  await page.goto(`/images/${items[0].id}?tab=places`);
  const tab = page.getByRole('tabpanel', { name: 'Where it runs' });
  await expect(tab).toContainText('prod / shop / deployment/api · 3 pods');
  await expect(tab.getByRole('region', { name: 'What runs' })).toContainText('Not known');
  expect(await barriers(page)).toEqual([]);
  const files = [{ path: 'Dockerfile', text: 'FROM scratch' }];
  const refused = await page.request.post('/api/v1/sources', { data: { name: 'x', kind: 'push', files } });
  expect([refused.status(), (await refused.json()).field]).toEqual([400, 'files']);
});

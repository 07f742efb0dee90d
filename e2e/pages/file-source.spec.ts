import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basedOn, image, push } from '#lib/registry/memory/image-builder.ts';
import { barriers } from './barriers.ts';
import { expect } from './fixtures.ts';
import { registryTests } from './registry-fixtures.ts';

const test = registryTests();

test('files are chosen, previewed, added as a source and replaced', async ({ page, setup }) => {
  const { host, registry } = setup.registry;
  const recipe = image().layer('RUN api', [{ path: 'file', content: 'api' }]);
  await push(registry, `${host}/shop/base:1`, recipe.annotate(basedOn('scratch')));
  await push(registry, `${host}/shop/web:1`, recipe.annotate(basedOn('scratch')));
  const folder = await mkdtemp(join(tmpdir(), 'baseboard-files-'));
  await mkdir(join(folder, 'deploy'));
  await writeFile(join(folder, 'deploy', 'Dockerfile'), `FROM ${host}/shop/base:1\n`);
  await writeFile(
    join(folder, 'deploy', 'compose.yaml'),
    `services:\n  web: { image: "${host}/shop/web:1" }\n`,
  );
  await writeFile(join(folder, 'deploy', 'main.ts'), 'code');

  await page.goto('/settings/sources?source=new');
  const form = page.getByRole('form', { name: 'New source' });
  await form.getByLabel('Name', { exact: true }).fill('Shop');
  await form.getByLabel('Kind').selectOption('Uploaded files');
  await expect(form.getByRole('button', { name: 'Add source' })).toBeDisabled();
  await form.getByLabel('Files', { exact: true }).setInputFiles({
    ...{ name: 'compose.yaml', mimeType: 'text/yaml' },
    buffer: Buffer.from('services:\n  web: { image: ['),
  });
  await form.getByRole('button', { name: 'Preview', exact: true }).press('Enter');
  const preview = form.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('Not complete: compose.yaml:2: it is not valid');

  await form.getByLabel('Choose a folder').setInputFiles(folder);
  await expect(form.getByText('2 files chosen')).toBeVisible();
  await expect(form.getByRole('listitem').filter({ hasText: 'deploy/compose.yaml' })).toBeVisible();
  await form.getByRole('button', { name: 'Preview', exact: true }).press('Enter');
  await expect(preview).toContainText('Names 2 images in 2 repositories.');
  expect(await barriers(page)).toEqual([]);
  await form.getByRole('button', { name: 'Add source' }).press('Enter');

  const card = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: 'Shop', exact: true }) });
  await expect(card).toContainText('2 images tracked');
  await expect(card).toContainText('2 names in the files; 2 new, 0 untracked');
  await expect(card.getByRole('button', { name: 'List Shop now' })).toHaveCount(0);
  await card.getByRole('link', { name: 'Edit Shop' }).press('Enter');
  const edit = page.getByRole('form', { name: 'Edit Shop' });
  await edit.getByLabel('Files', { exact: true }).setInputFiles(join(folder, 'deploy', 'Dockerfile'));
  await edit.getByRole('button', { name: 'Save changes' }).press('Enter');
  await expect(card).toContainText('The last listing misses 1 of 2 images');
  expect(await barriers(page)).toEqual([]);
  await page.goto('/settings/access');
  await expect(page.getByText('operator uploaded files to the source Shop').first()).toBeVisible();
});

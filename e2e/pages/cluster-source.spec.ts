import { basedOn, image, push } from '#lib/registry/memory/image-builder.ts';
import { startTestServer, type TestServer } from '../../lib/registry/testing/test-server.ts';
import { imageId, podObject } from '../../lib/sources/clusters/testing.ts';
import { clusterApi, sendStatus } from '../../lib/sources/clusters/testing-api.ts';
import { barriers } from './barriers.ts';
import { expect } from './fixtures.ts';
import { registryTests } from './registry-fixtures.ts';

let cluster: TestServer;
let mayListPods = false;

/** Beside a cluster that runs one image of the registry. */
const test = registryTests(async (registry) => {
  const containers = { api: { image: `${registry}/shop/api:1`, imageID: imageId('shop/api', 'x') } };
  cluster = await startTestServer(
    clusterApi({ pods: [podObject({ containers })] }, (request, { pathname }, response) => {
      const { authorization } = request.headers;
      const status = authorization !== 'Bearer of-account' ? 401 : mayListPods ? 200 : 403;
      if (status === 200 || (status === 403 && !pathname.endsWith('/pods'))) return false;
      sendStatus(response, status);
      return true;
    }),
  );
  return `  - host: ${cluster.host}\n`;
});
test.afterAll(() => cluster[Symbol.asyncDispose]());

test('a cluster is added by the form: from a kubeconfig, with the right that is missing, and edited with its stored token', async ({
  page,
  setup,
  complaints,
}) => {
  const { host, registry } = setup.registry;
  const recipe = image().layer('RUN api', [{ path: 'file', content: 'api' }]);
  await push(registry, `${host}/shop/api:1`, recipe.annotate(basedOn('scratch')));
  await page.goto('/settings/sources?source=new');
  const form = page.getByRole('form', { name: 'New source' });
  await form.getByLabel('Name', { exact: true }).fill('Production');
  await form.getByLabel('Kind').selectOption('Kubernetes');
  await form.getByLabel('Cluster', { exact: true }).fill('prod');

  await form.getByLabel('Reached by').selectOption('The cluster that Baseboard runs in');
  await expect(form.getByLabel('Address of its API')).toHaveCount(0);
  await expect(form.getByLabel('Token', { exact: true })).toHaveCount(0);
  await form.getByRole('button', { name: 'Preview', exact: true }).press('Enter');
  const preview = form.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('does not run in a pod');

  await form.getByLabel('Reached by').selectOption('A kubeconfig, pasted here');
  const kubeconfig = (user: object) =>
    JSON.stringify({
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server: cluster.origin } }],
      users: [{ name: 'u', user }],
    });
  await form.getByLabel('Kubeconfig').fill(kubeconfig({ exec: { command: 'aws' } }));
  await expect(form.getByRole('alert')).toContainText('logs in by running a program');
  await form.getByLabel('Kubeconfig').fill(kubeconfig({ token: 'of-account' }));
  await expect(form.getByLabel('Reached by')).toHaveValue('server');
  await expect(form.getByLabel('Address of its API')).toHaveValue(cluster.origin);
  await form.getByText('Create the account in the cluster').press('Enter');
  await expect(form.getByText('kind: ClusterRole\n')).toContainText('verbs: [list, watch]');
  await form.getByRole('button', { name: 'Preview', exact: true }).press('Enter');
  await expect(preview).toContainText(
    'the account may not list pods in all namespaces: add list for pods to its ClusterRole',
  );
  mayListPods = true;
  await form.getByRole('button', { name: 'Preview', exact: true }).press('Enter');
  await expect(preview).toContainText(`${host}/shop/api:1`);
  expect(await barriers(page)).toEqual([]);
  await form.getByRole('button', { name: 'Add source' }).press('Enter');

  const card = page.getByRole('listitem').filter({ hasText: 'Production' });
  await expect(card).toContainText('Complete');
  await expect(card).toContainText('1 image tracked');
  await card.getByRole('link', { name: 'Edit Production' }).press('Enter');
  const edit = page.getByRole('form', { name: 'Edit Production' });
  await expect(edit.getByLabel('How it logs in')).toHaveValue('keep');
  await edit.getByRole('button', { name: 'Preview', exact: true }).press('Enter');
  await expect(edit.getByRole('region', { name: 'Preview' })).toContainText(`${host}/shop/api:1`);
  await edit.getByLabel('Address of its API').fill('http://127.0.0.1:1');
  await edit.getByRole('button', { name: 'Preview', exact: true }).press('Enter');
  await expect(edit.getByRole('alert')).toContainText('stored for another address');
  expect(complaints.splice(0)).toEqual([expect.stringContaining('400')]);
});

test('a source to post to shows how, with its own id', async ({ page }) => {
  await page.goto('/settings/sources?source=new');
  const form = page.getByRole('form', { name: 'New source' });
  await form.getByLabel('Name', { exact: true }).fill('Pipeline');
  await form.getByLabel('Kind').selectOption('Posted by an agent or a pipeline');
  await form.getByLabel('Expect a post every').fill('1d');
  await form.getByRole('button', { name: 'Add source' }).press('Enter');
  const edit = page.getByRole('form', { name: 'Edit Pipeline' });
  await expect(edit.getByLabel('Expect a post every')).toHaveValue('1d');
  const id = new URL(page.url()).searchParams.get('source');
  for (const [by, text] of [
    ['An agent in a cluster', `--source=${id}`],
    ['GitHub Actions', `baseboard import --server ${new URL(page.url()).origin} --source ${id}`],
    ['GitLab CI', 'CI_DEFAULT_BRANCH'],
  ] as const) {
    await edit.getByLabel('Posted by').selectOption(by);
    await expect(edit.getByText(text)).toBeVisible();
  }
  expect(await barriers(page)).toEqual([]);
  await edit.getByRole('button', { name: 'Cancel' }).press('Enter');
  const card = page.getByRole('listitem').filter({ hasText: 'Pipeline' });
  await expect(card).toContainText('Waiting');
  await expect(card).toContainText('every 24 hours');
});

import { clearFleet, expect, test } from './fixtures.ts';

test.describe.configure({ mode: 'serial' });

test('tracks references, each once, fully qualified', async ({ request, page: browser }) => {
  await clearFleet(browser);
  const list = [
    'registry.sample.internal/a/b',
    'registry.sample.internal/a/b:latest',
    'registry.sample.internal/c/d:1',
  ];
  const response = await request.post('/api/v1/images', { data: { references: list } });
  expect(response.status()).toBe(201);
  const { items } = await response.json();
  expect(items.map(({ reference }: { reference: string }) => reference)).toEqual([
    'registry.sample.internal/a/b:latest',
    'registry.sample.internal/a/b:latest',
    'registry.sample.internal/c/d:1',
  ]);
  expect(items[0].id).toBe(items[1].id);
  const again = await (await request.post('/api/v1/images', { data: { reference: list[2] } })).json();
  expect(again.items[0].id).toBe(items[2].id);
  expect([items[2].added, again.items[0].added]).toEqual([true, false]);
  const among = { references: [list[0], list[1], 'registry.sample.internal/none:1'] };
  const tracked = await request.post('/api/v1/images/tracked', { data: among });
  expect(await tracked.json()).toEqual({
    items: [{ id: items[0].id, reference: items[0].reference, status: expect.any(String) }],
  });
  const page = await (await request.get('/api/v1/images')).json();
  expect(page.total).toBe(2);
  expect(page.nextCursor).toBeNull();
});

test('idle connections stay open longer than those of proxies', async ({ request }) => {
  const response = await request.get('/api/v1/images', { headers: { connection: 'keep-alive' } });
  expect(response.headers()['keep-alive']).toBe('timeout=65');
});

test('a malformed reference answers 400 with its index, and nothing is tracked', async ({ request }) => {
  const before = (await (await request.get('/api/v1/images')).json()).total;
  const response = await request.post('/api/v1/images', {
    data: { references: ['debian:1', 'Not Valid', 'alpine'] },
  });
  expect(response.status()).toBe(400);
  expect(response.headers()['content-type']).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({
    status: 400,
    code: 'invalid-reference',
    index: 1,
    field: 'references[1]',
    requestId: expect.any(String),
  });
  expect((await (await request.get('/api/v1/images')).json()).total).toBe(before);
});

test('pages through a list, filters and sorts it', async ({ request }) => {
  const references = Array.from({ length: 25 }, (_, n) => `registry.sample.internal/page/app:v${n}`);
  await request.post('/api/v1/images', { data: { references } });
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = `filter=repo:page/app&limit=10&sort=-reference${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
    const page = await (await request.get(`/api/v1/images?${query}`)).json();
    seen.push(...page.items.map(({ reference }: { reference: string }) => reference));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(references.toSorted().reverse());
  expect((await request.get('/api/v1/images?cursor=garbage')).status()).toBe(400);
  expect((await request.get('/api/v1/images?filter=status:rotten')).status()).toBe(400);
  expect((await request.get('/api/v1/images?limit=0')).status()).toBe(400);
  expect((await request.get('/api/v1/images?sort=size')).status()).toBe(400);
});

test('scans on demand and reports progress', async ({ request }) => {
  const accepted = await request.post('/api/v1/scans', { data: { filter: 'repo:page/app' } });
  expect(accepted.status()).toBe(202);
  const { id, total } = await accepted.json();
  expect(total).toBe(25);
  await expect
    .poll(async () => {
      const scan = await (await request.get(`/api/v1/scans/${id}`)).json();
      return scan.done + scan.failed;
    })
    .toBe(25);
  const one = (await (await request.get('/api/v1/images?limit=1')).json()).items[0];
  expect(one.checkedAt).not.toBeNull();
  expect(await (await request.post(`/api/v1/images/${one.id}/scan`)).json()).toMatchObject({ total: 1 });
});

test('unknown ids and paths are problems, not pages', async ({ request }) => {
  const nobody = '00000000-0000-4000-8000-000000000000';
  for (const path of [
    `/api/v1/images/${nobody}`,
    '/api/v1/images/x',
    `/api/v1/scans/${nobody}`,
    '/api/v1/nothing',
    `/api/v1/documents/sha256:${'0'.repeat(64)}`,
  ]) {
    const response = await request.get(path);
    expect([path, response.status()]).toEqual([path, 404]);
    expect(response.headers()['content-type']).toBe('application/problem+json');
  }
});

test('a registry that cannot be reached is a problem that names it', async ({ request }) => {
  const response = await request.get('/api/v1/lineage?reference=127.0.0.1:1/app:1');
  expect(response.status()).toBe(502);
  expect(await response.json()).toMatchObject({
    registry: { host: '127.0.0.1:1', operation: 'resolve', code: expect.any(String) },
  });
});

test('lineage and graph match the contract', async ({ request }) => {
  await request.post('/api/v1/sample-fleet');
  const reference = 'registry.sample.internal/bank/checkout:2.4';
  const lineage = await (await request.get(`/api/v1/lineage?reference=${reference}`)).json();
  expect(lineage).toMatchObject({ reference, status: 'stale-by-ancestor', end: 'root' });
  expect(lineage.links).toHaveLength(5);
  expect(lineage.links[0].base).toMatchObject({
    freshness: 'up-to-date',
    verification: 'verified',
    conflict: false,
  });
  expect(lineage.links[4].base).toBeNull();
  const refreshed = await (await request.get(`/api/v1/lineage?reference=${reference}&refresh=true`)).json();
  expect(refreshed.status).toBe('stale-by-ancestor');
  expect((await request.get(`/api/v1/lineage?reference=${reference}&at=2001-01-01T00:00:00Z`)).status()).toBe(
    404,
  );
  const graph = await (await request.get(`/api/v1/graph?focus=${reference}&bases=16&dependents=0`)).json();
  expect(graph.nodes).toHaveLength(5);
  expect(graph.edges).toHaveLength(4);
  expect((await request.get('/api/v1/graph?focus=no/such:1')).status()).toBe(404);
  await request.delete('/api/v1/sample-fleet');
});

test('describes itself', async ({ request }) => {
  const openapi = await (await request.get('/api/v1/openapi.json')).json();
  expect(openapi.openapi).toMatch(/^3\.1/);
  expect(Object.keys(openapi.paths)).toContain('/api/v1/lineage');
  const metrics = await (await request.get('/metrics')).text();
  expect(metrics).toContain('baseboard_images{status=');
});

import { request as connect } from 'node:http';
import { expect, test } from './fixtures.ts';

/** Sends bytes in chunks, without a length, and answers the status. */
function postChunked(url: string, chunks: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = connect(
      url,
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    // The server may close the connection while the rest is on its way.
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    for (let n = 0; n < chunks; n += 1) sent.write('"'.padEnd(1024, 'x'));
    sent.end();
  });
}

test('a NUL anywhere is a client error', async ({ request }) => {
  const paths = [
    '/%00',
    '/api/v1/%00',
    '/api/v1/images?filter=%00',
    '/api/v1/images?filter=repo:%00',
    '/api/v1/images?cursor=%00',
    '/api/v1/images/%00',
    '/api/v1/lineage?reference=%00',
    '/api/v1/graph?focus=%00',
    '/api/v1/documents/%00',
    '/api/v1/trend?base=%00',
    '/api/v1/audit?cursor=%00',
    '/api/v1/rebases/%00',
    '/badge/%00.svg',
    '/badge/fleet.svg?filter=%00&label=%00',
    '/feed.atom?filter=%00',
    '/r/%00',
    '/embed/%00',
    '/fonts/%00',
    '/images/%00',
    '/?filter=%00',
    '/_next/static/%00',
    '/login?next=%00',
  ];
  for (const path of paths) {
    const response = await request.get(path, { maxRedirects: 0 });
    expect([path, response.status() < 500]).toEqual([path, true]);
  }
  const posts: [string, object][] = [
    ['/api/v1/images', { reference: 'a\0b' }],
    ['/api/v1/scans', { filter: '\0' }],
    ['/api/v1/reports', { title: 'a\0b' }],
    ['/api/v1/reports', { title: '\ud800' }],
    ['/api/v1/rebases/plan', { reference: '\0' }],
    ['/api/v1/session', { token: '\0' }],
  ];
  for (const [path, data] of posts) {
    const response = await request.post(path, { data });
    expect([path, response.status()]).toEqual([path, 400]);
    expect(response.headers()['content-type']).toBe('application/problem+json');
  }
});

test('bodies beyond a route’s limit answer 413, with and without a length', async ({ request, baseURL }) => {
  const large = (bytes: number) => ({ data: JSON.stringify({ token: 'x'.repeat(bytes) }) });
  const headers = { 'content-type': 'application/json' };
  const limits: [string, number][] = [
    ['/api/v1/session', 4096],
    ['/api/v1/scans', 1024 * 1024],
    ['/api/v1/images', 12 * 1024 * 1024],
  ];
  for (const [path, limit] of limits) {
    const response = await request.post(path, { ...large(limit), headers });
    expect([path, response.status()]).toEqual([path, 413]);
    expect(await response.json()).toMatchObject({ status: 413, code: 'too-large' });
  }
  expect(await postChunked(`${baseURL}/api/v1/session`, 64)).toBe(413);
});

test('pages of other sites cause no request to a registry', async ({ request }) => {
  const path = '/api/v1/lineage?reference=127.0.0.1:1/app:1';
  for (const site of ['cross-site', 'same-site']) {
    const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
    const response = await request.get(path, { headers });
    expect(response.status()).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'foreign-origin' });
  }
});

test('Next’s image optimiser is off', async ({ request }) => {
  const response = await request.get('/_next/image?url=%2Fr%2Fx%2Fpicture.png&w=640&q=75');
  expect(response.status()).toBe(404);
});

test('every answer of the API says what it is not', async ({ request }) => {
  for (const path of ['/api/v1/me', '/api/v1/no-such-path', '/healthz']) {
    const headers = (await request.get(path)).headers();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain('default-src');
  }
});

import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Problem } from '#lib/api/contract/problem.ts';
import { unresolvedLineage } from '#lib/lineage/chain/judge-chain.ts';
import { describeLineage } from '#lib/lineage/words/described-lineage.ts';
import { type Handler, startTestServer, type TestServer } from '#lib/registry/testing/test-server.ts';
import { checkReport } from '../render/json.ts';
import { baseboard } from '../testing.ts';

const NOW = new Date('2026-06-08T00:00:00Z');
const digest = `sha256:${'a'.repeat(64)}` as const;

/** The lineage of a stale image, from a server that knows when its base moved. */
function staleSince(behindSince: string) {
  const reference = 'registry.test/app:1';
  const link = { reference, digest, mediaType: null, created: null, platforms: [] };
  const base = {
    ...{ name: 'registry.test/base:1', digest, currentDigest: digest, evidence: [], conflict: false },
    ...{ freshness: 'stale', verification: 'verified', platforms: [], newerTag: null, reason: null },
    behindSince,
  };
  return {
    ...{ reference, digest, checkedAt: NOW.toISOString(), status: 'stale', summary: 'It moved.' },
    links: [
      { ...link, base },
      { ...link, base: null },
    ],
    end: 'root',
  };
}

const answer = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** Checks one image on a server with this handler. */
async function checkOn(handler: Handler, args: readonly string[] = [], env = {}) {
  await using server: TestServer = await startTestServer(handler);
  const url = `${server.origin}/below/`;
  const given = { now: NOW, env, files: { token: 'a-token\n' } };
  const line = ['check', '--server', url, '--format', 'json', ...args, 'registry.test/app:1'];
  const { code, out, err } = await baseboard(line, given);
  const items = out === '' ? [] : checkReport.parse(JSON.parse(out)).items;
  return { code, items, err: err.replaceAll(server.host, 'server'), requests: server.requests };
}

describe('a server', () => {
  it('is requested to check now, with its path prefix and the token', async () => {
    const answers: Handler = (_, response) => answer(response, 200, staleSince('2026-06-01T00:00:00.000Z'));
    const { code, items, err, requests } = await checkOn(answers, ['--token-file', 'token']);
    expect([code, err]).toEqual([1, '']);
    expect(items).toMatchObject([{ status: 'stale', outcome: 'stale', end: 'root' }]);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.url).toBe('/below/api/v1/lineage?reference=registry.test%2Fapp%3A1&refresh=true');
    expect(requests[0]?.headers.authorization).toBe('Bearer a-token');
    const byEnvironment = await checkOn(answers, [], { BASEBOARD_TOKEN: 'other' });
    expect(byEnvironment.requests[0]?.headers.authorization).toBe('Bearer other');
    expect((await checkOn(answers)).requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    ['7d', '2026-06-02T00:00:00.000Z', 0],
    ['7d', '2026-05-31T00:00:00.000Z', 1],
    ['1h', '2026-06-02T00:00:00.000Z', 1],
  ])(
    'knows how long an image is behind: with --max-behind %s, %s exits with %i',
    async (time, since, code) => {
      const answers: Handler = (_, response) => answer(response, 200, staleSince(since));
      expect(await checkOn(answers, ['--max-behind', time])).toMatchObject({
        code,
        items: [{ tolerated: code === 0 }],
      });
    },
  );

  const problem: Problem = {
    ...{ type: 'about:blank', title: 'Bad Gateway', status: 502, requestId: 'r' },
    ...{
      code: 'registry-failed',
      detail: 'registry.test: resolve of registry.test/app:1 failed: it is down',
    },
    registry: { host: 'registry.test', operation: 'resolve', code: 'CONNECTION_REFUSED' },
  };
  it('whose registry failed returns its last known verdict: unknown, with the chain and since when', async () => {
    const known = staleSince('2026-06-01T00:00:00.000Z');
    const trouble = {
      ...{ host: 'registry.test', kind: 'unreachable', problem: 'refuses connections' },
      since: '2026-06-07T23:18:00.000Z',
    };
    const lastKnown = {
      ...{ status: 'stale', summary: 'It moved.', checkedAt: '2026-06-07T22:00:00.000Z', digest },
      ...{ baseName: 'registry.test/base:1', behindSince: null },
    };
    const outage = { ...known, status: 'unknown', unreachable: trouble, lastKnown };
    const answers: Handler = (request, response) =>
      request.url?.endsWith('refresh=true') ? answer(response, 502, problem) : answer(response, 200, outage);
    const { code, items } = await checkOn(answers);
    expect(code).toBe(3);
    expect(items).toMatchObject([
      { status: 'unknown', outcome: 'unchecked', lastKnown, error: { host: 'registry.test' } },
    ]);
    expect(items[0]?.links[0]?.base?.name).toBe('registry.test/base:1');
    // A stored verdict that the server could not confirm now does not count as a current one.
    const stored: Handler = (request, response) =>
      request.url?.endsWith('refresh=true') ? answer(response, 502, problem) : answer(response, 200, known);
    expect(await checkOn(stored)).toMatchObject({
      code: 3,
      items: [{ status: 'unknown', links: [{ base: null }] }],
    });
  });

  it.each<[string, Handler, string]>([
    ['whose registry failed', (_, response) => answer(response, 502, problem), problem.detail],
    [
      'that requires a login',
      (_, response) =>
        answer(response, 401, {
          ...problem,
          registry: undefined,
          detail: 'A token is needed.',
          code: 'unauthorized',
        }),
      'server: get-lineage of registry.test/app:1 failed: A token is needed.',
    ],
    ['that answers in HTML', (_, response) => response.writeHead(503).end('<h1>'), 'the server answered 503'],
    [
      'that is not a Baseboard',
      (_, response) => answer(response, 200, { ok: true }),
      'the response is not a lineage',
    ],
    [
      'that redirects',
      (_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      'the request to the server failed',
    ],
    [
      'that closes the connection',
      (_, response) => response.socket?.destroy(),
      'the request to the server failed',
    ],
    ['that hangs', () => undefined, 'the time limit of the whole check was reached'],
  ])('%s exits with 3, a valid report and one line', async (_, handler, words) => {
    const { code, items, err } = await checkOn(handler, ['--timeout', '1s']);
    expect(code).toBe(3);
    expect(err).toContain(words);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(items).toMatchObject([
      { reference: 'registry.test/app:1', status: 'unknown', outcome: 'unchecked' },
    ]);
  });

  it('that is not running exits with 3', async () => {
    const gone = await startTestServer(() => undefined);
    await gone[Symbol.asyncDispose]();
    const { code, err } = await baseboard(['check', '--server', gone.origin, 'registry.test/app:1']);
    expect(code).toBe(3);
    expect(err).toContain('failed: the request to the server failed: ECONNREFUSED');
  });

  it('may answer that an image could not be checked', async () => {
    const lineage = describeLineage(
      unresolvedLineage('registry.test/app:1', null, NOW.toISOString(), {
        kind: 'stated',
        text: 'it is gone',
      }),
    );
    const { code, items } = await checkOn((_, response) => answer(response, 200, lineage));
    expect(code).toBe(3);
    expect(items[0]?.summary).toBe('Could not check it: it is gone.');
  });
});

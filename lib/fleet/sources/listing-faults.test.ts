import { describe, expect, it } from 'vitest';
import { type Handler, startTestServer } from '#lib/registry/testing/test-server.ts';
import { json } from '#lib/sources/testing.ts';
import { updateSource } from '#lib/store/sources/sources.ts';
import { changeSource } from './change-source.ts';
import { REQUESTS_PER_HOUR } from './listing-budget.ts';
import { getSource } from './read-sources.ts';
import { runListing } from './run-listing.ts';
import { addSource, BY, DAY, fleetWith, listDue, PATHS, tracked } from './testing.ts';

describe('a listing that fails', () => {
  const catalogs: readonly (readonly [string, Handler, string])[] = [
    ['an error', (_, response) => json(response, {}, {}, 500), 'failing'],
    ['a lost right', (_, response) => json(response, { errors: [{ code: 'DENIED' }] }, {}, 403), 'failing'],
    ['a rate limit', (_, response) => json(response, {}, { 'retry-after': '120' }, 429), 'failing'],
    ['no JSON', (_, response) => response.end('<html>'), 'failing'],
    ['an empty list', (_, response) => json(response, { repositories: [] }), 'asks'],
    [
      'a link to another host',
      (_, response) =>
        json(response, { repositories: ['a'] }, { link: '<http://127.0.0.2:9/v2/_catalog>; rel="next"' }),
      'failing',
    ],
    [
      'endless pages',
      (_, response) => json(response, { repositories: ['a'] }, { link: '</v2/_catalog?last=a>; rel="next"' }),
      'incomplete',
    ],
  ];
  it.each(catalogs)('with %s releases nothing', async (_, catalog, state) => {
    let isBroken = false;
    await using server = await startTestServer((request, response) => {
      if (request.url.startsWith('/v2/_catalog')) {
        return isBroken ? catalog(request, response) : json(response, { repositories: ['a', 'b'] });
      }
      json(response, request.url.includes('/tags/list') ? { tags: ['1', '2'] } : {}, {}, 200);
    });
    const fleet = await fleetWith([], { client: { registries: [{ host: server.host, plainHttp: true }] } });
    const id = await addSource(fleet, { host: server.host });
    await listDue(fleet);
    expect((await getSource(fleet.context, id)).tracked).toBe(4);
    isBroken = true;
    for (let times = 0; times < 3; times += 1) {
      fleet.pass(8 * DAY);
      await listDue(fleet);
    }
    const { source, tracked, last } = await getSource(fleet.context, id);
    expect({ tracked, state: source.state, complete: last?.complete }).toEqual({
      tracked: 4,
      state,
      complete: state === 'asks',
    });
    if (state !== 'asks') expect(last?.error).toMatch(/^\S.*\.$/);
  });

  it('continues after the rate limit where it stopped, at each page', async () => {
    for (let at = 1; at <= 4; at += 1) {
      const fleet = await fleetWith(PATHS.slice(0, 4));
      const id = await addSource(fleet);
      const path = /_catalog|tags\/list/;
      const fault = { kind: 'rate-limited', retryAfter: '100' } as const;
      fleet.registry.faults.add({ fault, path, times: 1, after: at - 1 });
      await listDue(fleet);
      expect(await getSource(fleet.context, id)).toMatchObject({ last: { complete: false } });
      fleet.pass(101);
      await listDue(fleet);
      expect(await tracked(fleet, PATHS)).toEqual(PATHS.slice(0, 4));
      expect(await getSource(fleet.context, id)).toMatchObject({
        source: { state: 'ok' },
        last: { complete: true, seen: 4, added: 4 },
      });
      // Of what was read, only the page of the catalog is read again, and what failed.
      expect(fleet.registry.requests.filter((request) => path.test(request))).toHaveLength(at === 1 ? 5 : 6);
    }
  });
});

it('what a source may request in an hour is counted, failures too; the listing continues in the next', async () => {
  const fleet = await fleetWith(PATHS);
  const id = await addSource(fleet);
  fleet.registry.faults.add({ fault: { kind: 'status', status: 403 }, path: /_catalog/, times: 1 });
  await listDue(fleet);
  expect((await getSource(fleet.context, id)).source.requests).toBe(1);
  const left = { requests: REQUESTS_PER_HOUR - 2, nextAt: fleet.context.clock() };
  await updateSource(fleet.context.db, id, left);
  await listDue(fleet);
  const stopped = await getSource(fleet.context, id);
  expect(stopped).toMatchObject({
    ...{ tracked: 2, source: { state: 'incomplete', requests: REQUESTS_PER_HOUR } },
    last: { error: 'the listing was stopped after 2 requests.' },
  });
  fleet.pass(3601);
  await listDue(fleet);
  expect(await getSource(fleet.context, id)).toMatchObject({ tracked: 5, source: { state: 'ok' } });
  expect(stopped.last?.id).toBe((await getSource(fleet.context, id)).last?.id);
});

describe('two processes', () => {
  it('never list one source at once, nor two of one host', async () => {
    const fleet = await fleetWith(PATHS);
    const first = await addSource(fleet, { name: 'first' });
    const second = await addSource(fleet, { name: 'second' });
    const other = fleet.restarted();
    await Promise.all([
      ...[first, second, first].map((id) => runListing(fleet.context, id)),
      ...[first, second].map((id) => runListing(other, id)),
    ]);
    const catalogs = fleet.registry.requests.filter((request) => request.includes('_catalog'));
    expect(catalogs).toHaveLength(1);
    await listDue(fleet);
    expect(await getSource(fleet.context, first)).toMatchObject({ tracked: 5, source: { state: 'ok' } });
    expect(await getSource(fleet.context, second)).toMatchObject({ tracked: 5, source: { state: 'ok' } });
  });

  it('continue what a killed one has left, and stop one that only seemed dead', async () => {
    const fleet = await fleetWith(PATHS);
    const id = await addSource(fleet);
    const stuck = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const { clientFor } = fleet.context.sources;
    let reads = 0;
    const slow = {
      ...fleet.context,
      sources: {
        ...fleet.context.sources,
        clientFor: (...args: Parameters<typeof clientFor>) => {
          const { lists, close } = clientFor(...args);
          return {
            close,
            lists: {
              ...lists,
              repositoryPrefix: lists.repositoryPrefix,
              async readListPage(...asked: Parameters<typeof lists.readListPage>) {
                reads += 1;
                if (reads === 3) {
                  reached.resolve();
                  await stuck.promise;
                }
                return lists.readListPage(...asked);
              },
            },
          };
        },
      },
    };
    const hanging = runListing(slow, id);
    await reached.promise;
    expect(await tracked(fleet, PATHS)).toEqual(['a/one:1', 'a/one:2']);
    await runListing(fleet.context, id);
    expect((await getSource(fleet.context, id)).source.state).toBe('listing');
    fleet.pass(60);
    await listDue(fleet);
    const done = await getSource(fleet.context, id);
    expect(done).toMatchObject({ tracked: 5, source: { state: 'ok' }, last: { complete: true, added: 5 } });
    expect(fleet.registry.requests.filter((request) => request.includes('_catalog'))).toHaveLength(2);
    expect(fleet.registry.requests.filter((request) => request.includes('a/one/tags'))).toHaveLength(2);
    stuck.resolve();
    await hanging;
    expect(await getSource(fleet.context, id)).toEqual(done);
  });

  it('a changed source stops the listing that runs, and is listed anew', async () => {
    const fleet = await fleetWith(PATHS);
    const id = await addSource(fleet);
    await listDue(fleet);
    const select = { repositories: { include: ['a/**', 'b/**', 'c/**'] } };
    await changeSource(fleet.context, id, { select }, BY);
    await listDue(fleet);
    expect(await getSource(fleet.context, id)).toMatchObject({ missing: 1, source: { state: 'ok' } });
  });
});

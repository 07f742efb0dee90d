import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Mention } from '#lib/sources/mention.ts';
import { images } from '#lib/store/schema/images.ts';
import { suggestFilterValues } from '../filters/suggest-filter-values.ts';
import { fleetGraph } from '../images/fleet-graph.ts';
import { summariseFleet } from '../images/fleet-summary.ts';
import { listImages } from '../images/list-images.ts';
import { scanImages } from '../scan/scan-images.ts';
import { pushOn } from '../testing-images.ts';
import { createSource } from './create-source.ts';
import { postMentions } from './post-mentions.ts';
import { BY, fleetWith } from './testing.ts';

it('images tell which sources mention them and what runs, and filters find them by it', async () => {
  const fleet = await fleetWith(['a/one:1', 'b/two:1']);
  const { context, registry } = fleet;
  const [one, two] = ['a/one:1', 'b/two:1'].map((path) => `${registry.host}/${path}`) as [string, string];
  const old = (await pushOn(registry, 'a/one:1', undefined, 'before')).digest;
  const { source } = await createSource(context, { name: 'Prod cluster', kind: 'push' }, BY);
  const runs = (workload: string, more: object, digest: Mention['digest'] = old): Mention => ({
    ...{ reference: one, kind: 'runs', ...(digest ? { digest } : {}) },
    place: { cluster: 'prod-eu', namespace: 'shop', workload, container: 'app', ...more },
  });
  const mentions: Mention[] = [
    runs('deployment/api', { pods: 9 }),
    runs('deployment/api', { pods: 'many', container: 'sidecar' }),
    { reference: two, kind: 'declared', place: { file: 'Dockerfile', cluster: 'staging' } },
  ];
  await postMentions(context, source.id, { sequence: 1, mentions });
  await fleet.runJobs();
  const query = { sort: 'reference', descending: false, limit: 10 } as const;
  const list = async (filter?: string) => (await listImages(context, { ...query, filter })).items;
  expect(await list(`"${one}"`)).toMatchObject([
    {
      sources: [{ id: source.id, name: 'Prod cluster', kind: 'push', place: { cluster: 'prod-eu' } }],
      running: { workloads: 1, pods: 10, outdated: 0, cannotPull: 0, clusters: ['prod-eu'] },
    },
  ]);
  expect(await list(`"${two}"`)).toMatchObject([
    { sources: [{ place: { file: 'Dockerfile' } }], running: null },
  ]);

  fleet.pass(60);
  const now = (await pushOn(registry, 'a/one:1', undefined, 'after')).digest;
  await scanImages(context, undefined);
  await fleet.runJobs();
  const moved = [
    ...mentions,
    runs('job/import', { pods: 2 }, now),
    runs('job/mirror', { outdated: true }, undefined),
  ];
  await postMentions(context, source.id, { sequence: 2, mentions: moved });
  expect((await list('running:yes'))[0]?.running).toEqual({
    ...{ workloads: 3, pods: 13, outdated: 11, cannotPull: 0 },
    clusters: ['prod-eu'],
  });
  await context.db.update(images).set({ status: 'stale' }).where(eq(images.reference, one));
  const counts = async (filter?: string) => (await summariseFleet(context, filter)).mentioned;
  expect(await counts()).toEqual({ images: 2, running: 1, staleRunning: 1, cannotPull: 0 });
  expect(await counts('-status:stale')).toEqual({ images: 1, running: 0, staleRunning: 0, cannotPull: 0 });
  expect((await summariseFleet(context, undefined, context.clock())).mentioned.images).toBe(0);

  const found = async (filter: string) => (await list(filter)).map(({ reference }) => reference);
  const shown = async (filter: string) =>
    (
      await fleetGraph(context, {
        filter,
        bases: 3,
        dependents: 3,
        limit: 50,
        focus: undefined,
        at: undefined,
      })
    ).nodes.flatMap(({ id, matches }) => (matches ? [id] : []));
  for (const [filter, expected] of [
    ['source:"prod cluster"', [one, two]],
    ['source:other', []],
    ['running:yes', [one]],
    ['running:no', [two]],
    ['cluster:prod-*', [one]],
    ['cluster:staging', []],
    ['namespace:shop -running:no', [one]],
  ] as const) {
    expect([filter, await found(filter)]).toEqual([filter, expected]);
    expect([filter, (await shown(filter)).sort()]).toEqual([filter, expected]);
  }
  const suggested = async (key: 'source' | 'cluster' | 'namespace' | 'running') =>
    (await suggestFilterValues(context, { key, value: '', filter: '' })).map((each) => [
      each.value,
      each.images,
    ]);
  expect(await suggested('source')).toEqual([['Prod cluster', 2]]);
  expect(await suggested('cluster')).toEqual([['prod-eu', 1]]);
  expect(await suggested('namespace')).toEqual([['shop', 1]]);
  expect(await suggested('running')).toEqual([
    ['yes', 1],
    ['no', 1],
  ]);
});

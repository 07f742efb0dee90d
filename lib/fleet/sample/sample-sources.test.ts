import { expect, it } from 'vitest';
import { findImages } from '#lib/store/images/tracked-images.ts';
import { listings, mentions } from '#lib/store/schema/sources.ts';
import { deleteSource } from '#lib/store/sources/sources.ts';
import { listImages } from '../images/list-images.ts';
import { untrackImage } from '../images/untrack-images.ts';
import { changeSource } from '../sources/change-source.ts';
import { createSource } from '../sources/create-source.ts';
import { imagePlaces } from '../sources/image-places.ts';
import { postMentions } from '../sources/post-mentions.ts';
import { getSources } from '../sources/read-sources.ts';
import { removeSource } from '../sources/remove-source.ts';
import { SourceRefusedError } from '../sources/source-context.ts';
import { BY } from '../sources/testing.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { closeSampleFleet, openSampleFleet, sampleFleetState } from './open-sample-fleet.ts';
import { SAMPLE_HOST, sample } from './recipes.ts';

const openFleet = fleetTests();

async function found({ context }: TestFleet, filter: string) {
  const query = { sort: 'reference', descending: false, limit: 200, cursor: undefined } as const;
  return (await listImages(context, { ...query, filter })).items;
}

async function placesAt({ context }: TestFleet, path: string) {
  const [image] = await findImages(context.db, [sample(path)]);
  return imagePlaces(context, image?.id ?? '');
}

const namesOf = async ({ context }: TestFleet) =>
  (await getSources(context)).map(({ source: { name } }) => name);

it('opens with a cluster and a repository that mention its images, without a network', {
  timeout: SLOW,
}, async () => {
  await using fleet = await openFleet();
  await openSampleFleet(fleet.context);
  const seen = await getSources(fleet.context);
  expect(seen).toMatchObject([
    { source: { name: 'Sample cluster', kind: 'push', state: 'ok', nextAt: null }, missing: 0 },
    { source: { name: 'Sample repository', kind: 'push', state: 'ok', nextAt: null }, missing: 0 },
  ]);
  for (const { last, lastComplete, tracked } of seen) {
    expect(lastComplete).toBeInstanceOf(Date);
    // The sample itself tracks all of them.
    expect(last).toMatchObject({ complete: true, seen: tracked, unreadable: 0, requests: 0 });
    expect(tracked).toBeGreaterThanOrEqual(7);
  }
  expect(fleet.counter.count()).toBe(0);

  const running = await found(fleet, 'running:yes');
  expect(running.every(({ sample: isSample }) => isSample)).toBe(true);
  expect(await found(fleet, 'cluster:sample')).toHaveLength(running.length);
  const spaces = ['data', 'edge', 'shop'].map((space) => found(fleet, `namespace:${space}`));
  expect((await Promise.all(spaces)).every(({ length }) => length > 1)).toBe(true);
  expect((await found(fleet, 'running:yes status:stale')).length).toBeGreaterThan(1);
  expect(await found(fleet, 'source:"sample repository"')).toHaveLength(seen[1]?.tracked ?? 0);
  expect((await found(fleet, 'repo:data/recommender'))[0]?.running).toEqual({
    ...{ workloads: 1, pods: 3, outdated: 3, cannotPull: 0, clusters: ['sample'] },
  });

  expect((await found(fleet, 'is:cannot-pull')).map(({ reference }) => reference)).toEqual([
    sample('edge/kiosk:2.2'),
  ]);

  const verdicts = await Promise.all(running.map(({ id }) => imagePlaces(fleet.context, id)));
  const told = verdicts.flat().filter(({ kind }) => kind === 'runs');
  const others = told.flatMap(({ place, running: verdict }) =>
    verdict?.state === 'same' ? [] : [[place.workload, verdict]],
  );
  expect(Object.fromEntries(others)).toEqual({
    'deployment/recommender': { state: 'outdated' },
    'deployment/kiosk': { state: 'cannot-pull', why: 'no-platform' },
  });
  expect(new Set(told.map(({ place }) => place.role))).toEqual(new Set([undefined, 'init', 'sidecar']));
});

it('has a Dockerfile that names a newer base than its image is based on', { timeout: SLOW }, async () => {
  await using fleet = await openFleet();
  await openSampleFleet(fleet.context);
  const comparisons = (await placesAt(fleet, 'bank/risk-engine:1.12')).flatMap(
    ({ dockerfile }) => dockerfile ?? [],
  );
  expect(comparisons).toEqual([
    { kind: 'other-base', declared: sample('runtime/java:25'), built: sample('runtime/java:21') },
  ]);
  const others = (await placesAt(fleet, 'shop/storefront:3.8')).flatMap(({ dockerfile }) => dockerfile ?? []);
  expect(others).toMatchObject([{ kind: 'same' }]);
});

it('closes with nothing of them left, and leaves the sources of people', { timeout: SLOW }, async () => {
  await using fleet = await openFleet();
  const { context } = fleet;
  const { reference } = await pushOn(fleet.registry, 'own:1');
  const own = await createSource(context, { name: 'Sample cluster', kind: 'push' }, BY);
  const post = { sequence: 1, mentions: [{ reference, kind: 'declared' as const, place: {} }] };
  await postMentions(context, own.source.id, post);
  await openSampleFleet(context);
  expect(await namesOf(fleet)).toEqual(['Sample cluster', 'Sample cluster 2', 'Sample repository']);
  await closeSampleFleet(context);
  expect(await getSources(context)).toMatchObject([{ source: { id: own.source.id }, tracked: 1 }]);
  expect(await context.db.$count(listings)).toBe(1);
  expect(await context.db.$count(mentions)).toBe(1);
  expect((await found(fleet, '')).map((image) => image.reference)).toEqual([reference]);
  const told = await fleet.settle();
  expect(told.filter(({ type }) => type === 'source')).toHaveLength(1 + 1 + 2 + 2);
});

it('opened twice has them once, and adds them to one of an earlier version', { timeout: SLOW }, async () => {
  await using fleet = await openFleet();
  const { context } = fleet;
  await Promise.all([openSampleFleet(context), openSampleFleet(fleet.restarted())]);
  expect(await namesOf(fleet)).toEqual(['Sample cluster', 'Sample repository']);
  // An earlier version had neither them nor all of their images.
  for (const { source } of await getSources(context)) await deleteSource(context.db, source.id);
  const [java] = await findImages(context.db, [sample('runtime/java:25')]);
  await untrackImage(context, java?.id ?? '');
  const { images } = await sampleFleetState(context);
  await openSampleFleet(context);
  expect(await namesOf(fleet)).toEqual(['Sample cluster', 'Sample repository']);
  expect(await found(fleet, `registry:${SAMPLE_HOST}`)).toHaveLength(images);
  await closeSampleFleet(context);
  expect([await namesOf(fleet), await context.db.$count(mentions)]).toEqual([[], 0]);
});

it('refuses what would change them', { timeout: SLOW }, async () => {
  await using fleet = await openFleet();
  const { context } = fleet;
  await openSampleFleet(context);
  const [cluster] = await getSources(context);
  const id = cluster?.source.id ?? '';
  for (const attempt of [
    () => changeSource(context, id, { name: 'mine' }, BY),
    () => removeSource(context, id, { keepImages: true }, BY),
    () => postMentions(context, id, { sequence: 9, mentions: [] }),
  ]) {
    const refused = attempt();
    await expect(refused).rejects.toThrow(SourceRefusedError);
    await expect(refused).rejects.toThrow('“Sample cluster” belongs to the sample fleet');
  }
  expect((await getSources(context))[0]).toEqual(cluster);
});

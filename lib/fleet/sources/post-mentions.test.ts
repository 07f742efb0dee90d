import { expect, it } from 'vitest';
import type { Mention } from '#lib/sources/mention.ts';
import { findImages } from '#lib/store/images/tracked-images.ts';
import { checkImage } from '../scan/check-image.ts';
import { pushOn } from '../testing-images.ts';
import { confirmListing } from './confirm-listing.ts';
import { createSource } from './create-source.ts';
import { imagePlaces } from './image-places.ts';
import { postMentions } from './post-mentions.ts';
import { BY, DAY, fleetWith, PATHS, tracked } from './testing.ts';

async function pushed(paths: readonly string[] = PATHS) {
  const fleet = await fleetWith(paths);
  const { source } = await createSource(fleet.context, { name: 'agent', kind: 'push' }, BY);
  const stored = (path: string): Mention => ({
    reference: `${fleet.registry.host}/${path}`,
    kind: 'stored',
    place: { pipeline: 'main' },
  });
  const post = (sequence: number, mentions: readonly Mention[]) =>
    postMentions(fleet.context, source.id, { sequence, mentions });
  return { fleet, id: source.id, stored, post };
}

it('tracks what is posted, and takes no older picture', async () => {
  const { fleet, post, stored } = await pushed();
  expect(await post(5, PATHS.map(stored))).toMatchObject({
    tracked: 5,
    source: { state: 'ok', nextAt: null },
  });
  await expect(post(4, [])).rejects.toMatchObject({ code: 'conflict', field: 'sequence' });
  expect(await post(5, PATHS.map(stored))).toMatchObject({ tracked: 5, last: { added: 0 } });
  expect(await tracked(fleet, PATHS)).toEqual(PATHS);
});

it('an empty picture asks, and releases after the confirmation and the grace period', async () => {
  const { fleet, id, post, stored } = await pushed();
  await post(1, PATHS.map(stored));
  expect(await post(2, [])).toMatchObject({
    source: { state: 'asks' },
    tracked: 5,
    last: { known: 5, missing: 5 },
  });
  fleet.pass(30 * DAY);
  expect(await post(3, [])).toMatchObject({ source: { state: 'asks' }, tracked: 5 });
  await confirmListing(fleet.context, id, BY);
  fleet.pass(6 * DAY);
  expect(await post(4, [])).toMatchObject({ source: { state: 'ok' }, tracked: 5 });
  fleet.pass(2 * DAY);
  expect(await post(5, [])).toMatchObject({ tracked: 0, missing: 0, last: { released: 5 } });
  expect(await tracked(fleet, PATHS)).toEqual([]);
});

it('leaves out references that cannot be read, and says how many', async () => {
  const { fleet, post, stored } = await pushed();
  const unresolved: Mention = {
    reference: '$REGISTRY/app:1',
    kind: 'declared',
    place: { file: 'Dockerfile' },
  };
  expect(await post(1, [stored('a/one:1'), unresolved])).toMatchObject({
    tracked: 1,
    last: { unreadable: 1 },
  });
  expect(await tracked(fleet, PATHS)).toEqual(['a/one:1']);
});

it('a place tells whether it has the same image as the tag', async () => {
  const { fleet, post } = await pushed(['a/one:1']);
  const reference = `${fleet.registry.host}/a/one:1`;
  const runs = (digest: string | undefined, namespace: string): Mention => ({
    ...{
      reference,
      kind: 'runs',
      place: { cluster: 'prod', namespace, workload: 'deployment/api', pods: 2 },
    },
    ...(digest === undefined ? {} : { digest: digest as `sha256:${string}` }),
  });
  const before = (await checkImage(fleet.context, { reference, refresh: true, at: undefined })).digest ?? '';
  await post(1, [runs(before, 'same'), runs(undefined, 'unsaid'), runs(`sha256:${'0'.repeat(64)}`, 'other')]);
  await fleet.runJobs();
  const [image] = await findImages(fleet.context.db, [reference]);
  const familyOf = async () =>
    Object.fromEntries(
      (await imagePlaces(fleet.context, image?.id ?? '')).map(({ place, family }) => [
        place.namespace,
        family,
      ]),
    );
  expect(await familyOf()).toEqual({ same: true, unsaid: null, other: null });
  await pushOn(fleet.registry, 'a/one:1', undefined, 'moved');
  await checkImage(fleet.context, { reference, refresh: true, at: undefined });
  expect(await familyOf()).toEqual({ same: false, unsaid: null, other: null });
});

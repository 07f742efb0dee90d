import { expect, it } from 'vitest';
import type { Mention } from '#lib/sources/mention.ts';
import { findImages } from '#lib/store/images/tracked-images.ts';
import { changeSource } from './change-source.ts';
import { createSource } from './create-source.ts';
import { imagePlaces } from './image-places.ts';
import { postMentions } from './post-mentions.ts';
import { getSource } from './read-sources.ts';
import { reportSilence } from './silence.ts';
import { syncConfiguredSources } from './sync-configured.ts';
import { BY, DAY, fleetWith, tracked } from './testing.ts';

const PATHS = ['a/one:1', 'b/two:1'];
const MINUTE = 60;

async function posted(every?: string) {
  const fleet = await fleetWith(PATHS);
  const { context, registry } = fleet;
  const { source } = await createSource(context, { name: 'agent', kind: 'push', every }, BY);
  const mentions = PATHS.map((path): Mention => {
    return { reference: `${registry.host}/${path}`, kind: 'runs', place: { cluster: 'prod' } };
  });
  const post = (sequence: number, announced?: number) =>
    postMentions(context, source.id, { sequence, mentions, every: announced });
  return { fleet, context, id: source.id, post };
}

it('an agent that went silent fails, says since when, and untracks nothing', async () => {
  const { fleet, context, id, post } = await posted();
  const { source } = await post(1, 10 * MINUTE);
  const heard = source.heardAt;
  fleet.pass(24 * MINUTE);
  await reportSilence(context);
  expect(await getSource(context, id)).toMatchObject({
    ...{ silentSince: null, expectedEvery: 10 * MINUTE, source: { state: 'ok' } },
  });
  fleet.pass(2 * MINUTE);
  // The API knows at once; the job tells pages.
  expect(await getSource(context, id)).toMatchObject({ silentSince: heard, source: { state: 'ok' } });
  await reportSilence(context);
  expect(await getSource(context, id)).toMatchObject({ silentSince: heard, source: { state: 'failing' } });

  fleet.pass(30 * DAY);
  await reportSilence(context);
  expect(await tracked(fleet, PATHS)).toEqual(PATHS);
  const [image] = await findImages(context.db, [`${fleet.registry.host}/a/one:1`]);
  const [place] = await imagePlaces(context, image?.id ?? '');
  expect(place).toMatchObject({ silentSince: heard, goneSince: null });
  expect(place).not.toHaveProperty('posts');

  expect(await post(2, 10 * MINUTE)).toMatchObject({ silentSince: null, source: { state: 'ok' } });
  expect((await imagePlaces(context, image?.id ?? ''))[0]).toMatchObject({ silentSince: null });
});

it('a pipeline is silent only if somebody said how often it posts', async () => {
  const { fleet, context, id, post } = await posted();
  await post(1);
  fleet.pass(30 * DAY);
  expect(await getSource(context, id)).toMatchObject({ silentSince: null, expectedEvery: null });
  const daily = await changeSource(context, id, { every: '1d' }, BY);
  expect(daily).toMatchObject({ expectedEvery: DAY, silentSince: daily.source.heardAt });
  await reportSilence(context);
  // What a person set holds, whatever the posts say.
  expect(await changeSource(context, id, { every: '31d' }, BY)).toMatchObject({
    ...{ expectedEvery: 31 * DAY, silentSince: null, source: { state: 'ok' } },
  });
  expect(await post(2, MINUTE)).toMatchObject({ expectedEvery: 31 * DAY });
  expect(await changeSource(context, id, { every: null }, BY)).toMatchObject({ expectedEvery: MINUTE });
  for (const every of ['10s', '32d', 'daily']) {
    await expect(changeSource(context, id, { every }, BY)).rejects.toMatchObject({ field: 'every' });
  }
});

it('a source to which nothing was ever posted is silent too, in baseboard.yaml as well', async () => {
  const { fleet, context, id } = await posted('1h');
  const createdAt = (await getSource(context, id)).source.createdAt;
  fleet.pass(3 * 60 * MINUTE);
  expect(await getSource(context, id)).toMatchObject({ silentSince: createdAt, last: null });
  await syncConfiguredSources(context, [{ name: 'agent', kind: 'push', every: '1d' }]);
  expect(await getSource(context, id)).toMatchObject({ silentSince: null, expectedEvery: DAY });
  fleet.pass(3 * DAY);
  expect(await getSource(context, id)).toMatchObject({ silentSince: createdAt });
});

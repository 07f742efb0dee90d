import { expect, it } from 'vitest';
import { presentPlaces } from '#lib/api/present/sources.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { pushIndex } from '#lib/registry/memory/image-builder.ts';
import type { Mention } from '#lib/sources/mention.ts';
import { findImages } from '#lib/store/images/tracked-images.ts';
import { checkImage } from '../scan/check-image.ts';
import { layered, untag } from '../testing-images.ts';
import { createSource } from './create-source.ts';
import { imagePlaces } from './image-places.ts';
import { postMentions } from './post-mentions.ts';
import { BY, fleetWith } from './testing.ts';

/** A fleet with an image for two platforms, of which a cluster runs what the test posts. */
async function fleetWithIndex() {
  const fleet = await fleetWith([]);
  const { host, registry } = fleet.registry;
  const reference = `${host}/multi/app:1`;
  const build = (words: string) => layered(undefined, words);
  const pushBuilds = (amd64: string, arm64: string) =>
    pushIndex(registry, reference, { images: [build(amd64), build(arm64).on('linux/arm64')] });
  const check = async () =>
    (await checkImage(fleet.context, { reference, refresh: true, at: undefined })).digest ?? '';
  const { source } = await createSource(fleet.context, { name: 'agent', kind: 'push' }, BY);
  type Runs = Readonly<
    Record<string, { digest: string; platform?: string; digestOf?: string; outdated?: boolean }>
  >;
  const post = (runs: Runs) =>
    postMentions(fleet.context, source.id, {
      sequence: Date.now(),
      mentions: Object.entries(runs).map(([namespace, { digest, ...more }]): Mention => {
        const place = { cluster: 'prod', namespace, workload: 'deployment/api', ...more };
        return { reference, digest: digest as `sha256:${string}`, kind: 'runs', place };
      }),
    });
  const places = async () => {
    const [image] = await findImages(fleet.context.db, [reference]);
    const { items } = presentPlaces(await imagePlaces(fleet.context, image?.id ?? ''));
    // The numbers of the fleet are by the same decision.
    const placesThat = (state: string) => items.filter(({ running }) => running?.state === state).length;
    expect(image?.running).toMatchObject({
      ...{ pods: items.length, outdated: placesThat('outdated'), cannotPull: placesThat('cannot-pull') },
    });
    return Object.fromEntries(
      items.map(({ place, running, family }) => [place.namespace, [running?.state, family]]),
    );
  };
  return { fleet, pushBuilds, check, post, places };
}

it('two indexes with the same manifest for the platform of the node are the same image', async () => {
  const { fleet, pushBuilds, check, post, places } = await fleetWithIndex();
  await pushBuilds('amd64 one', 'arm64 one');
  const before = await check();
  await post({
    amd64: { digest: before, platform: 'linux/amd64' },
    arm64: { digest: before, platform: 'linux/arm64' },
    anywhere: { digest: before },
  });
  await fleet.runJobs();
  expect(await places()).toEqual({ amd64: ['same', true], arm64: ['same', true], anywhere: ['same', true] });

  await pushBuilds('amd64 two', 'arm64 one');
  await check();
  expect(await places()).toEqual({
    amd64: ['outdated', false],
    arm64: ['same', true],
    anywhere: ['unknown', null],
  });
});

it('a tag that is gone cannot be pulled by a new container', async () => {
  const { fleet, pushBuilds, check, post, places } = await fleetWithIndex();
  await pushBuilds('amd64', 'arm64');
  await post({ amd64: { digest: await check(), platform: 'linux/amd64' } });
  await fleet.runJobs();
  untag(fleet.registry, 'multi/app:1');
  await expect(check()).rejects.toMatchObject({ kind: 'not-found' });
  expect((await places()).amd64?.[0]).toBe('cannot-pull');
});

it('the index, a manifest of it and its config are one image, counted as in the places', async () => {
  const { fleet, pushBuilds, check, post, places } = await fleetWithIndex();
  await pushBuilds('amd64 one', 'arm64 one');
  const index = await check();
  const manifest = layered(undefined, 'amd64 one').build();
  const { config } = JSON.parse(new TextDecoder().decode(manifest.bytes));
  const platform = 'linux/amd64';
  await post({
    index: { digest: index, platform },
    manifest: { digest: manifest.descriptor.digest, platform },
    config: { digest: config.digest, platform, digestOf: 'config' },
  });
  await fleet.runJobs();
  expect(await places()).toEqual({
    ...{ index: ['same', true], manifest: ['same', true], config: ['same', true] },
  });

  // Another build for the other platform: nothing changed for these nodes.
  await pushBuilds('amd64 one', 'arm64 two');
  await check();
  expect(await places()).toMatchObject({ index: ['same', true], manifest: ['same', true] });

  await pushBuilds('amd64 two', 'arm64 two');
  await check();
  expect(await places()).toMatchObject({
    ...{ index: ['outdated', false], manifest: ['outdated', false], config: ['outdated', false] },
  });
});

it('a source knows what no document tells, and nothing else', async () => {
  const { fleet, pushBuilds, check, post, places } = await fleetWithIndex();
  await pushBuilds('amd64', 'arm64');
  const current = await check();
  const unseen = digestOf('never read');
  await post({
    unseen: { digest: unseen },
    told: { digest: unseen, outdated: true },
    wrong: { digest: current, outdated: true },
  });
  await fleet.runJobs();
  expect(await places()).toEqual({
    ...{ unseen: ['unknown', null], told: ['outdated', false], wrong: ['same', true] },
  });
  // The same place again, with another word of its source.
  await post({ unseen: { digest: unseen, outdated: true }, told: { digest: unseen } });
  expect(await places()).toMatchObject({ unseen: ['outdated', false], told: ['unknown', null] });
});

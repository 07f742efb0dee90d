import { expect, it } from 'vitest';
import { basedOn, push } from '#lib/registry/memory/image-builder.ts';
import { getImage } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests, SLOW } from '../testing.ts';
import { layered, pushOn } from '../testing-images.ts';
import { scanOnTrustChange } from './scan-on-trust-change.ts';

const openFleet = fleetTests();

it('a start with other trusted bases has the fleet scanned, and one with the same does not', {
  timeout: SLOW,
}, async () => {
  let trusted: readonly string[] = [];
  await using fleet = await openFleet({ trustsBase: ({ repository }) => trusted.includes(repository) });
  const { context, registry } = fleet;
  const start = (...trustedBases: string[]) => scanOnTrustChange(context, { trustedBases, bases: [] });
  await start();
  expect(fleet.jobs).toEqual([]);
  const base = await pushOn(registry, 'base:1');
  const said = await pushOn(registry, 'said:1', base);
  const silent = `${registry.host}/silent:1`;
  await push(registry.registry, silent, layered(base.recipe, 'silent').label(basedOn('not there:1')));
  const [image] = await trackImages(context, [silent, said.reference], true);
  const status = async () => (await getImage(context, image?.id ?? '')).status;
  await fleet.runJobs();
  expect(await status()).toBe('unknown');
  await start();
  expect(fleet.jobs).toEqual([]);
  trusted = ['base'];
  fleet.pass(60);
  await start(`${registry.host}/base`);
  await fleet.runJobs();
  expect(await status()).toBe('up-to-date');
});

import { expect, it } from 'vitest';
import { declaredBases } from '#lib/judging/operator-bases/declared-bases.ts';
import { type TrustsBase, trustedBases } from '#lib/judging/operator-bases/trusted-bases.ts';
import type { Facts } from '#lib/lineage/facts/facts.ts';
import { push } from '#lib/registry/memory/image-builder.ts';
import { getImage } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests } from '../testing.ts';
import { layered, pushOn } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();

it('a declared base is evidence, checked like any; a scan heeds a declaration that changed though no tag moved', async () => {
  let declaredBase: Facts['declaredBase'] = () => undefined;
  let trustsBase: TrustsBase = () => false;
  await using fleet = await openFleet({
    declaredBase: (reference) => declaredBase(reference),
    trustsBase: (reference) => trustsBase(reference),
  });
  const { context, registry } = fleet;
  const base = await pushOn(registry, 'base:1');
  const other = await pushOn(registry, 'other:1');
  const reference = `${registry.host}/legacy/fax:1`;
  await push(registry.registry, reference, layered(base.recipe, 'fax'));
  const [image] = await trackImages(context, [reference], true);
  await fleet.runJobs();
  const now = async () => (await getImage(context, image?.id ?? '')).status;
  expect(await now()).toBe('unknown');
  const scanned = async () => {
    fleet.pass(60);
    await scanImages(context, undefined);
    await fleet.runJobs();
    const { links } = await checkImage(context, { reference, refresh: false, at: undefined });
    const base = links[0]?.base;
    return { name: base?.name, evidence: base?.evidence.map(({ kind, name }) => `${kind} ${name}`) };
  };
  const declare = (name: string) => {
    const declarations = [{ image: `${registry.host}/legacy/*`, base: name }];
    declaredBase = declaredBases(declarations);
    trustsBase = trustedBases([], declarations);
  };
  declare(base.reference);
  // A declared base is trusted to be one: as soon as it was seen, its layers are evidence too.
  const both = [`layers ${base.reference}`, `declared ${base.reference}`];
  expect(await scanned()).toEqual({ name: base.reference, evidence: both });
  expect(await now()).toBe('up-to-date');
  // What the layers contradict is not followed where they match a known image.
  declare(other.reference);
  trustsBase = trustedBases([`${registry.host}/base`], []);
  expect((await scanned()).name).toBe(base.reference);
  declaredBase = () => undefined;
  expect((await scanned()).evidence).toEqual([`layers ${base.reference}`]);
  trustsBase = () => false;
  expect((await scanned()).evidence).toBeUndefined();
});

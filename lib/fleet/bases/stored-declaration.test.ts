import { describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { push } from '#lib/registry/memory/image-builder.ts';
import { trackImages } from '../images/track-images.ts';
import { findBase } from '../rebase/planning/find-base.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { layered, pushOn } from '../testing-images.ts';
import { declareBase } from './declare-base.ts';

const openFleet = fleetTests();
const ADA = { name: 'ada', address: '192.0.2.1' };

/** Pushes a base, and an image on it without evidence, which is tracked. */
async function silentImage({ context, registry, runJobs }: TestFleet) {
  const base = await pushOn(registry, 'os:1');
  const reference = `${registry.host}/fax:1`;
  await push(registry.registry, reference, layered(base.recipe, 'fax'));
  await trackImages(context, [reference], true);
  await runJobs();
  return { base, reference };
}

describe('a declaration that is stored', { timeout: SLOW }, () => {
  it('is known to other processes even if this one cannot read it back', async () => {
    await using fleet = await openFleet();
    const { base, reference } = await silentImage(fleet);
    const heard = fleet.heard.length;
    const refresh = async () => Promise.reject(new Error('the database went away'));
    const declaredBases = { ...fleet.context.declaredBases, refresh };
    const request = { image: reference, base: base.reference, reason: null };
    await declareBase({ ...fleet.context, declaredBases }, request, ADA);
    await fleet.settle();
    expect(fleet.heard.slice(heard).map(({ type }) => type)).toContain('declared-base');
  });

  it('is used by a plan in a process that got no event about it', async () => {
    await using fleet = await openFleet();
    const { base, reference } = await silentImage(fleet);
    const silent = { ...fleet.context, events: { publish: async () => {} } };
    const deaf = { ...silent, declaredBases: { ...silent.declaredBases, refresh: async () => {} } };
    await declareBase(deaf, { image: reference, base: base.reference, reason: null }, ADA);
    const found = await findBase(fleet.context, parseReference(reference), undefined);
    expect(found.base.name).toBe(base.reference);
  });

  it('has the registry of its base chosen, and a refused one has not', async () => {
    await using fleet = await openFleet();
    const { base, reference } = await silentImage(fleet);
    const chosen: string[] = [];
    const choose = async (hosts: readonly string[]) => void chosen.push(...hosts);
    const context = { ...fleet.context, registries: { ...fleet.context.registries, choose } };
    const of = (image: string) => ({ image, base: base.reference, reason: null });
    await expect(declareBase(context, of(base.reference), ADA)).rejects.toThrow('not its own base');
    expect(chosen).toEqual([]);
    await declareBase(context, of(reference), ADA);
    expect(chosen).toEqual([fleet.registry.host]);
  });
});

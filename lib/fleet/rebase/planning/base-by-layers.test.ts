import { describe, expect, it } from 'vitest';
import { declaredBases } from '#lib/judging/operator-bases/declared-bases.ts';
import { push } from '#lib/registry/memory/image-builder.ts';
import type { FleetContext } from '../../context.ts';
import { trackImages } from '../../images/track-images.ts';
import { fleetTests, SLOW, type TestFleet, type TestFleetOptions } from '../../testing.ts';
import { layered, pushOn } from '../../testing-images.ts';
import { startCascade } from '../cascade/control-cascade.ts';
import { planCascade } from '../cascade/plan-cascade.ts';
import { getCascade } from '../cascade/read-cascades.ts';
import { getAudit } from '../read-rebases.ts';
import { rebaseFleet } from '../testing.ts';
import { previewAnnotate, previewRebase } from './plan-rebase.ts';

const openFleet = fleetTests();

/** An image that says what it is based on, one that does not, and one on the latter; then the base moves. */
async function scene(fleet: TestFleet) {
  const { host, registry } = fleet.registry;
  const base = await pushOn(fleet.registry, 'base:1');
  const said = await pushOn(fleet.registry, 'said:1', base);
  const silent = { recipe: layered(base.recipe, 'silent'), reference: `${host}/silent:1` };
  const digest = await push(registry, silent.reference, silent.recipe);
  const above = await pushOn(fleet.registry, 'above:1', { ...silent, digest });
  const names = [base, said, silent, above].map(({ reference }) => reference);
  await trackImages(fleet.context, names, true);
  await fleet.runJobs();
  await pushOn(fleet.registry, 'base:1', undefined, 'base, next');
  fleet.pass(60);
  return { base: base.reference, silent: silent.reference, said: said.reference, digest };
}

const openScene = async (options: TestFleetOptions = {}) => {
  const fleet = await openFleet(options);
  return { fleet, ...(await scene(fleet)) };
};

const byLayers = (warnings: readonly { kind: string }[]) =>
  warnings.filter(({ kind }) => kind === 'base-by-layers');

async function cascadeOf(context: FleetContext, reference: string) {
  const id = await planCascade(context, { reference, actor: 'operator' });
  const { items } = await getCascade(context, id);
  return {
    id,
    items: Object.fromEntries(items.map((item) => [item.reference.replace(/^.*\/|:1$/g, ''), item])),
  };
}

describe('an image whose base only its layers name', { timeout: SLOW }, () => {
  it('is planned with a warning to confirm, first of all, to rebase and to annotate', async () => {
    const { fleet, silent, said, base } = await openScene();
    await using _ = fleet;
    const { stored } = await previewRebase(fleet.context, { reference: silent });
    expect(stored.plan.warnings[0]).toMatchObject({ kind: 'base-by-layers', platform: null });
    expect(stored.plan.warnings[0]?.detail).toContain(`\`${base}\``);
    const annotate = await previewAnnotate(fleet.context, { reference: silent });
    expect(byLayers(annotate.stored.plan.warnings)).toHaveLength(1);
    const other = await previewRebase(fleet.context, { reference: said });
    expect(byLayers(other.stored.plan.warnings)).toEqual([]);
  });

  it('is planned with the other names that have the same layers', async () => {
    await using fleet = await openFleet();
    const { host, registry } = fleet.registry;
    const base = await pushOn(fleet.registry, 'base:1');
    const copy = `${host}/copy:1`;
    const silent = `${host}/silent:1`;
    await push(registry, copy, base.recipe);
    await push(registry, silent, layered(base.recipe, 'silent'));
    await trackImages(fleet.context, [base.reference], true);
    await fleet.runJobs();
    fleet.pass(60);
    await trackImages(fleet.context, [copy, silent], true);
    await fleet.runJobs();
    await pushOn(fleet.registry, 'base:1', undefined, 'base, next');
    const { stored } = await previewRebase(fleet.context, { reference: silent });
    expect(stored.plan.newBase.name).toBe(base.reference);
    expect(stored.plan.warnings[0]?.detail).toContain(`The same layers also belong to \`${copy}\`.`);
  });

  it('is left out of a cascade, which says why, and so is what is based on it', async () => {
    const { fleet, base, silent, digest } = await openScene();
    await using _ = fleet;
    const rebasing = rebaseFleet(fleet);
    const { id, items } = await cascadeOf(rebasing.context, base);
    expect(items.silent).toMatchObject({ state: 'skipped', planId: null });
    expect(items.silent?.error).toContain('Only its layers show that it is based on');
    expect(items.above).toMatchObject({ state: 'skipped' });
    expect(items.said).toMatchObject({ state: 'planned' });
    await startCascade(rebasing.context, id, { actor: 'operator' });
    await rebasing.run();
    expect(await rebasing.digest(silent)).toBe(digest);
    expect(
      (await getAudit(fleet.context, { text: undefined, limit: 10, cursor: undefined })).items,
    ).toHaveLength(1);
  });

  it('is part of a cascade where the operator allows it for that base', async () => {
    const { fleet, base } = await openScene();
    await using _ = fleet;
    const cascadesByLayers: FleetContext['push']['cascadesByLayers'] = ({ repository }) =>
      repository === 'base';
    const { items } = await cascadeOf(rebaseFleet(fleet, { cascadesByLayers }).context, base);
    expect(Object.values(items).map(({ state }) => state)).toEqual(['planned', 'planned', 'planned']);
  });

  it('is part of a cascade where the operator declares its base', async () => {
    let declaredBase: FleetContext['declaredBase'] = () => undefined;
    const { fleet, base } = await openScene({ declaredBase: (reference) => declaredBase(reference) });
    await using _ = fleet;
    declaredBase = declaredBases([{ image: `${fleet.registry.host}/silent`, base }]);
    const { items } = await cascadeOf(rebaseFleet(fleet).context, base);
    expect(items.silent?.state).toBe('planned');
  });
});

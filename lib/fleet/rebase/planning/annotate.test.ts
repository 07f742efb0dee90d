import { describe, expect, it } from 'vitest';
import { ANNOTATION, BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { isIndex } from '#lib/oci/manifest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { basedOn, type ImageRecipe, image, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { trackImages } from '../../images/track-images.ts';
import { checkImage } from '../../scan/check-image.ts';
import { fleetTests, SLOW, type TestFleet } from '../../testing.ts';
import { layered, untag } from '../../testing-images.ts';
import { PlanOutdatedError } from '../errors.ts';
import { applyRebase } from '../execution/start-rebase.ts';
import { getRebase } from '../read-rebases.ts';
import { rebaseFleet } from '../testing.ts';
import { previewAnnotate } from './plan-rebase.ts';

const openFleet = fleetTests();
const CONSENT = { actor: 'operator', reason: null };
const AMD64 = 'linux/amd64';
const ARM64 = 'linux/arm64';

/** A base for two platforms, whose layers differ. */
const bases = (version: string) =>
  [AMD64, ARM64].map((platform) => layered(image().on(platform), `base-${version}-${platform.slice(6)}`));
const digestOf = (recipe: ImageRecipe | undefined): Digest => {
  if (recipe === undefined) throw new Error('no such platform');
  return recipe.build().descriptor.digest;
};

/** What images are known by. */
interface Ground {
  readonly fleet: TestFleet;
  readonly base: string;
  readonly index: Digest;
  readonly recipes: readonly ImageRecipe[];
  at(path: string): string;
}

async function ground(fleet: TestFleet): Promise<Ground> {
  const { host, registry } = fleet.registry;
  const base = `${host}/base:1`;
  const recipes = bases('1');
  const index = await pushIndex(registry, base, { images: recipes });
  await trackImages(fleet.context, [base], true);
  await fleet.runJobs();
  return { fleet, base, index, recipes, at: (path) => `${host}/${path}` };
}

/** Moves the base's tag on to other layers. */
async function moveOn({ fleet, base }: Ground): Promise<Digest> {
  const digest = await pushIndex(fleet.registry.registry, base, { images: bases('2') });
  fleet.pass(60);
  return digest;
}

/** Tracks the image, plans its annotations, executes them, and judges the result. */
async function annotated({ fleet }: Ground, reference: string, between = async () => {}) {
  await trackImages(fleet.context, [reference], true);
  await fleet.runJobs();
  const { context, run } = rebaseFleet(fleet);
  const { stored } = await previewAnnotate(context, { reference });
  await between();
  const { id } = await applyRebase(context, stored.id, CONSENT);
  await run();
  const { rebase } = await getRebase(context, id);
  const lineage = await checkImage(context, { reference, refresh: true, at: undefined });
  const document = await context.registry.getManifest(parseReference(reference));
  const base = lineage.links[0]?.base;
  return { rebase, plan: stored.plan, status: lineage.status, base, document };
}

const labelled = (recipe: ImageRecipe, base: string, digest: Digest) =>
  recipe.label({
    [BUILDPACKS_LABEL.lifecycle]: JSON.stringify({
      runImage: {
        topLayer: recipe.parts.layers.at(-2)?.diffId,
        reference: `${base.replace(/:\d+$/, '')}@${digest}`,
        image: base,
      },
    }),
  });

/** How an image on the base's first platform says, or lets know, what it is based on. */
const KNOWN_BY: readonly [string, (ground: Ground) => ImageRecipe][] = [
  ['by its layers alone', ({ recipes }) => layered(recipes[0], 'app')],
  [
    'by a label with the platform’s digest',
    ({ recipes, base }) => layered(recipes[0], 'app').label(basedOn(base, digestOf(recipes[0]))),
  ],
  [
    'by a label with the index’s digest',
    ({ recipes, base, index }) => layered(recipes[0], 'app').label(basedOn(base, index)),
  ],
  [
    'by a buildpacks label',
    ({ recipes, base }) => labelled(layered(recipes[0], 'app'), base, digestOf(recipes[0])),
  ],
];

describe('annotating an image on an index base', { timeout: SLOW }, () => {
  it.each(KNOWN_BY)('known %s is executed, current and stale', async (_, make) => {
    await using fleet = await openFleet();
    const all = await ground(fleet);
    const { registry } = fleet.registry;
    const reference = all.at('apps/shop:1');
    await push(registry, reference, make(all));
    const current = await annotated(all, reference);
    expect(current.rebase).toMatchObject({ state: 'succeeded', error: null });
    expect(current).toMatchObject({ status: 'up-to-date', base: { conflict: false } });
    // What stands alone names what the base's name resolves to.
    expect(current.document.content.annotations).toMatchObject(basedOn(all.base, all.index));

    const other = all.at('apps/cart:1');
    await push(registry, other, make(all));
    await trackImages(fleet.context, [other], true);
    await fleet.runJobs();
    await moveOn(all);
    const stale = await annotated(all, other);
    expect(stale.rebase).toMatchObject({ state: 'succeeded', error: null });
    expect(stale).toMatchObject({ status: 'stale', base: { conflict: false } });
    expect(stale.document.content.annotations).toMatchObject({ [ANNOTATION.baseName]: all.base });
    expect([all.index, digestOf(all.recipes[0])]).toContain(
      stale.document.content.annotations?.[ANNOTATION.baseDigest],
    );
  });

  it('for several platforms is executed, current and stale: each names its own base', async () => {
    await using fleet = await openFleet();
    const all = await ground(fleet);
    const { registry } = fleet.registry;
    const put = (path: string) =>
      pushIndex(registry, all.at(path), { images: all.recipes.map((recipe) => layered(recipe, 'app')) });
    await put('apps/shop:1');
    await put('apps/cart:1');
    const current = await annotated(all, all.at('apps/shop:1'));
    expect(current.rebase).toMatchObject({ state: 'succeeded', error: null });
    expect(current).toMatchObject({ status: 'up-to-date', base: { conflict: false } });
    expect(current.document.content.annotations).toMatchObject(basedOn(all.base, all.index));
    await trackImages(fleet.context, [all.at('apps/cart:1')], true);
    await fleet.runJobs();
    await moveOn(all);
    const stale = await annotated(all, all.at('apps/cart:1'));
    expect(stale.rebase).toMatchObject({ state: 'succeeded', error: null });
    expect(stale).toMatchObject({ status: 'stale', base: { conflict: false } });
    if (!isIndex(stale.document)) throw new Error('no index');
    const said = await Promise.all(
      stale.document.content.manifests.map(async ({ digest }) => {
        const { digest: _, ...repository } = parseReference(all.at('apps/cart:1'));
        const child = await fleet.context.registry.getManifest({ ...repository, digest });
        return child.content.annotations?.[ANNOTATION.baseDigest];
      }),
    );
    expect(said).toEqual(all.recipes.map(digestOf));
  });

  it('whose tag is gone is executed all the same: what it is based on is still so', async () => {
    await using fleet = await openFleet();
    const all = await ground(fleet);
    const reference = all.at('apps/shop:1');
    await push(fleet.registry.registry, reference, layered(all.recipes[0], 'app'));
    await trackImages(fleet.context, [reference], true);
    await fleet.runJobs();
    untag(fleet.registry, 'base:1');
    fleet.pass(60);
    const { rebase, plan } = await annotated(all, reference);
    expect(rebase).toMatchObject({ state: 'succeeded', error: null });
    expect(plan.resolved).toContainEqual({ reference: all.base, digest: null });
  });

  it('is outdated where the base’s tag moves between the plan and its execution', async () => {
    await using fleet = await openFleet();
    const all = await ground(fleet);
    const reference = all.at('apps/shop:1');
    await push(fleet.registry.registry, reference, layered(all.recipes[0], 'app'));
    const late = annotated(all, reference, async () => void (await moveOn(all)));
    await expect(late).rejects.toThrow(PlanOutdatedError);
  });
});

describe('annotating a base that a person names', { timeout: SLOW }, () => {
  /** A base that nobody tracks, and an image on it without evidence. */
  async function unknownImage(fleet: TestFleet) {
    const { host, registry } = fleet.registry;
    const recipe = layered(image(), 'os');
    const base = `${host}/os:1`;
    const digest = await push(registry, base, recipe);
    const reference = `${host}/fax:1`;
    await push(registry, reference, layered(recipe, 'fax'));
    return { base, digest, reference, recipe };
  }
  const plan = ({ context }: TestFleet, reference: string, base?: string) =>
    previewAnnotate(context, { reference, base });

  it('writes the annotation if the layers prove it, without declaring anything', async () => {
    await using fleet = await openFleet();
    const { base, digest, reference } = await unknownImage(fleet);
    await expect(plan(fleet, reference)).rejects.toThrow('is not known');
    const { context, run } = rebaseFleet(fleet);
    const { stored } = await previewAnnotate(context, { reference, base });
    const { id } = await applyRebase(context, stored.id, CONSENT);
    await run();
    expect((await getRebase(context, id)).rebase).toMatchObject({ state: 'succeeded', error: null });
    const { content } = await context.registry.getManifest(parseReference(reference));
    expect(content.annotations).toMatchObject(basedOn(base, digest));
    const { status } = await checkImage(context, { reference, refresh: true, at: undefined });
    expect(status).toBe('up-to-date');
  });

  it('is refused if the layers do not prove it, or show a closer base', async () => {
    await using fleet = await openFleet();
    const { base, reference, recipe } = await unknownImage(fleet);
    const { host, registry } = fleet.registry;
    await push(registry, `${host}/other:1`, layered(image(), 'other'));
    await expect(plan(fleet, reference, `${host}/other:1`)).rejects.toThrow('do not prove');
    await expect(plan(fleet, reference, `${host}/none:1`)).rejects.toThrow('do not prove');
    const middle = `${host}/middle:1`;
    await push(registry, middle, layered(recipe, 'middle'));
    await trackImages(fleet.context, [middle], true);
    await fleet.runJobs();
    const top = `${host}/top:1`;
    await push(registry, top, layered(layered(recipe, 'middle'), 'top'));
    await expect(plan(fleet, top, base)).rejects.toThrow(`is based on ${middle}, not on ${base}`);
  });
});

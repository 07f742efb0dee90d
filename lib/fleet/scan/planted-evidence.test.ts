import { describe, expect, it } from 'vitest';
import type { Digest } from '#lib/oci/digest.ts';
import { basedOn, type ImageRecipe, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { getImage } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { untrackImage } from '../images/untrack-images.ts';
import { previewRebase } from '../rebase/planning/plan-rebase.ts';
import { provenanceOf } from '../sample/push-apps.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { layered } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();

/** A popular base, an attacker's copy of it under another name, and a victim on it that says nothing of its base. */
async function scene(fleet: TestFleet) {
  const { host, registry } = fleet.registry;
  const names = { base: `${host}/base:1`, evil: `${host}/evil/base:1`, victim: `${host}/victim:1` };
  const popular = layered(layered(undefined, 'os'), 'libs');
  const digest = await push(registry, names.base, popular);
  await push(registry, names.evil, popular);
  await push(registry, names.victim, layered(popular, 'victim'));
  return { ...names, popular, digest, attacker: `${host}/evil/app:1` };
}

type Scene = Awaited<ReturnType<typeof scene>>;

/** How the attacker's app says that it is based on `evil/base:1`, with the digest that the popular base has. */
const CLAIMS: Readonly<
  Record<string, (fleet: TestFleet, scene: Scene, app: ImageRecipe) => Promise<Digest>>
> = {
  'an annotation': ({ registry: { registry } }, { attacker, evil, digest }, app) =>
    push(registry, attacker, app.annotate(basedOn(evil, digest))),
  'a label': ({ registry: { registry } }, { attacker, evil, digest }, app) =>
    push(registry, attacker, app.label(basedOn(evil, digest))),
  provenance: ({ registry: { registry } }, { attacker, evil, digest }, app) =>
    pushIndex(registry, attacker, { images: [app], provenance: provenanceOf(evil, digest) }),
  'a descriptor of its index': ({ registry: { registry } }, { attacker, evil, digest }, app) =>
    pushIndex(registry, attacker, { images: [app], descriptorAnnotations: basedOn(evil, digest) }),
  'an annotation of its index': ({ registry: { registry } }, { attacker, evil, digest }, app) =>
    pushIndex(registry, attacker, { images: [app], annotations: basedOn(evil, digest) }),
};

async function track(fleet: TestFleet, ...references: string[]) {
  const images = await trackImages(fleet.context, references, true);
  await fleet.runJobs();
  return images;
}

async function rescan(fleet: TestFleet) {
  fleet.pass(60);
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
}

/** Everything that is said of an image: what is stored, and what a look now says. */
async function told({ context }: TestFleet, reference: string) {
  const stored = await checkImage(context, { reference, refresh: false, at: undefined });
  const looked = await checkImage(context, { reference, refresh: true, at: undefined });
  return {
    status: stored.status,
    base: stored.links[0]?.base?.name ?? null,
    text: JSON.stringify([stored, looked]),
  };
}

async function moveEvil({ registry: { registry } }: TestFleet, { evil }: Scene) {
  await push(registry, evil, layered(layered(undefined, 'os, next'), 'libs, next'));
}

const ADDS_A_LAYER = (popular: ImageRecipe) => layered(popular, 'attack');
const ADDS_NOTHING = (popular: ImageRecipe) => popular.runtime({ Cmd: ['attack'] });

describe('a base that an attacker’s image names', { timeout: SLOW }, () => {
  it.each([
    ...Object.keys(CLAIMS).map((kind) => [kind, 'adds a layer', ADDS_A_LAYER] as const),
    ...['an annotation', 'a label'].map((kind) => [kind, 'adds nothing', ADDS_NOTHING] as const),
  ])(
    'by %s, and %s to it, is evidence for no other image, before it moves and after',
    async (kind, _, app) => {
      await using fleet = await openFleet();
      const where = await scene(fleet);
      await CLAIMS[kind]?.(fleet, where, app(where.popular));
      await track(fleet, where.attacker, where.victim);
      expect(await told(fleet, where.victim)).toMatchObject({ status: 'unknown', base: null });
      await expect(previewRebase(fleet.context, { reference: where.victim })).rejects.toMatchObject({
        refusal: { kind: 'no-base' },
      });
      await track(fleet, where.base);
      const before = await told(fleet, where.victim);
      await moveEvil(fleet, where);
      await rescan(fleet);
      const after = await told(fleet, where.victim);
      expect([before.base, after.base, after.status]).toEqual([where.base, where.base, before.status]);
      const fixed = layered(layered(undefined, 'os, fixed'), 'libs, fixed');
      await push(fleet.registry.registry, where.base, fixed);
      const { stored } = await previewRebase(fleet.context, { reference: where.victim });
      expect(stored.plan.newBase.name).toBe(where.base);
      expect(before.text + after.text + JSON.stringify(stored)).not.toContain('evil');
    },
  );

  it('does not show where all are tracked at once, even if the attacker’s is checked first', async () => {
    await using fleet = await openFleet();
    const where = await scene(fleet);
    await CLAIMS['an annotation']?.(fleet, where, ADDS_NOTHING(where.popular));
    await track(fleet, where.attacker, where.victim, where.base);
    const { base, text } = await told(fleet, where.victim);
    expect(base).toBe(where.base);
    expect(text).not.toContain('evil');
  });
});

describe('a name that is not evidence', { timeout: SLOW }, () => {
  it('stays none after a check of an untracked image', async () => {
    await using fleet = await openFleet({ trustsBase: () => true });
    const where = await scene(fleet);
    await CLAIMS['an annotation']?.(fleet, where, layered(where.popular, 'attack'));
    for (const reference of [where.attacker, where.evil])
      await checkImage(fleet.context, { reference, refresh: true, at: undefined });
    await track(fleet, where.victim);
    expect(await told(fleet, where.victim)).toMatchObject({ status: 'unknown', base: null });
  });

  it('leaves an image that says it is a root what it is', async () => {
    await using fleet = await openFleet();
    const where = await scene(fleet);
    const silent = layered(where.popular, 'victim').annotate({
      'org.opencontainers.image.base.name': '',
      'org.opencontainers.image.base.digest': '',
    });
    await push(fleet.registry.registry, where.victim, silent);
    await CLAIMS['an annotation']?.(fleet, where, layered(where.popular, 'attack'));
    await track(fleet, where.attacker, where.victim);
    expect(await told(fleet, where.victim)).toMatchObject({ status: 'root', base: null });
  });

  it('is a digest that is only claimed of a trusted name, which its tag was never seen to have', async () => {
    await using fleet = await openFleet({ trustsBase: ({ repository }) => repository === 'base' });
    const { registry } = fleet.registry;
    const where = await scene(fleet);
    const other = layered(layered(undefined, 'attack os'), 'attack libs');
    const planted = await push(registry, `${fleet.registry.host}/base:other`, other);
    await push(registry, where.attacker, layered(other, 'attack').annotate(basedOn(where.base, planted)));
    await push(registry, where.victim, layered(other, 'victim'));
    await track(fleet, where.attacker, where.victim);
    expect(await told(fleet, where.victim)).toMatchObject({ status: 'unknown', base: null });
  });

  it('is an index’s tag for a child that the index does not list', async () => {
    await using fleet = await openFleet({ trustsBase: ({ repository }) => repository === 'base' });
    const { registry } = fleet.registry;
    const where = await scene(fleet);
    await pushIndex(registry, where.base, { images: [layered(layered(undefined, 'os2'), 'libs2')] });
    await push(
      registry,
      where.attacker,
      layered(where.popular, 'attack').annotate(basedOn(where.base, where.digest)),
    );
    await track(fleet, where.attacker, where.victim);
    expect(await told(fleet, where.victim)).toMatchObject({ status: 'unknown', base: null });
  });
});

describe('a name that is evidence', { timeout: SLOW }, () => {
  it('is one that the operator trusts and a registry was seen to resolve, while both hold', async () => {
    let trusted = true;
    await using fleet = await openFleet({ trustsBase: ({ repository }) => trusted && repository === 'base' });
    const where = await scene(fleet);
    const honest = layered(where.popular, 'honest').annotate(basedOn(where.base, where.digest));
    const reference = `${fleet.registry.host}/honest:1`;
    await push(fleet.registry.registry, reference, honest);
    await track(fleet, reference, where.victim);
    expect(await told(fleet, where.victim)).toMatchObject({ status: 'up-to-date', base: where.base });
    trusted = false;
    await rescan(fleet);
    expect(await told(fleet, where.victim)).toMatchObject({ status: 'unknown', base: null });
  });

  it('is evidence as soon as it is tracked, and none as soon as it is not', async () => {
    await using fleet = await openFleet();
    const where = await scene(fleet);
    const [victim] = await track(fleet, where.victim);
    const now = async () => (await getImage(fleet.context, victim?.id ?? '')).status;
    expect(await now()).toBe('unknown');
    const [base] = await track(fleet, where.base);
    expect(await now()).toBe('up-to-date');
    await untrackImage(fleet.context, base?.id ?? '');
    fleet.pass(60);
    await fleet.runJobs();
    expect(await now()).toBe('unknown');
  });

  it('is evidence with what was seen of it before it was tracked', async () => {
    await using fleet = await openFleet();
    const where = await scene(fleet);
    const reference = `${fleet.registry.host}/honest:1`;
    const honest = layered(where.popular, 'honest').annotate(basedOn(where.base, where.digest));
    await push(fleet.registry.registry, reference, honest);
    const [victim] = await track(fleet, where.victim, reference);
    await push(fleet.registry.registry, where.base, layered(layered(undefined, 'os, next'), 'libs, next'));
    fleet.pass(60);
    await track(fleet, where.base);
    expect((await getImage(fleet.context, victim?.id ?? '')).status).toBe('stale');
  });
});

import { describe, expect, it } from 'vitest';
import { ANNOTATION } from '#lib/oci/annotations.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { built, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { fleetTests, SLOW, type TestFleet } from '../../testing.ts';
import { layered, type Pushed, pushOn } from '../../testing-images.ts';
import { PlanOutdatedError } from '../errors.ts';
import { applyRebase } from '../execution/start-rebase.ts';
import { rebaseFleet, staleApp } from '../testing.ts';
import { previewRebase } from './plan-rebase.ts';

const openFleet = fleetTests();

/** Puts a document under a tag of the app's repository, as cosign does. */
async function attach({ registry }: TestFleet, tag: string, words = tag): Promise<Digest> {
  const config = built(MEDIA_TYPE.ociConfig, { words });
  const target = parseReference(`${registry.host}/apps/shop:${tag}`);
  const { digest } = config.descriptor;
  await registry.registry.putBlob(
    { ...target, digest },
    { size: config.bytes.byteLength, content: config.bytes },
  );
  const document = built(MEDIA_TYPE.ociManifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: config.descriptor,
    layers: [],
  });
  await registry.registry.putManifest(target, { mediaType: MEDIA_TYPE.ociManifest, bytes: document.bytes });
  return document.descriptor.digest;
}

const tagOf = (digest: Digest) => digest.replace(':', '-');
const plan = async (fleet: TestFleet, { reference }: Pushed) =>
  (await previewRebase(fleet.context, { reference })).stored.plan;
const unread = ({ warnings }: Awaited<ReturnType<typeof plan>>) =>
  warnings.filter(({ kind }) => kind === 'unread-referrers').map(({ detail }) => detail);

describe('what is under a tag that names the old digest', { timeout: SLOW }, () => {
  it('is lost as a referrer is: signatures, attestations, SBOMs, and whatever else', async () => {
    await using fleet = await openFleet();
    const { app } = await staleApp(fleet);
    const digests = await Promise.all(
      ['.sig', '.att', '.sbom', '.vex'].map((suffix) => attach(fleet, `${tagOf(app.digest)}${suffix}`)),
    );
    await attach(fleet, `sha256-${'0'.repeat(64)}.sig`, 'of another image');
    const planned = await plan(fleet, app);
    expect(planned.losses.map(({ kind, digest }) => [kind, digest])).toEqual([
      ['attestation', digests[1]],
      ['sbom', digests[2]],
      ['signature', digests[0]],
      ['referrer', digests[3]],
    ]);
    expect(planned.losses[2]?.detail).toContain(`${tagOf(app.digest)}.sig`);
    expect(unread(planned)).toEqual([]);
  });

  it('counts for each platform of an index, too, and under cosign’s own prefix', async () => {
    await using fleet = await openFleet();
    const { base, app } = await staleApp(fleet);
    const claim = { [ANNOTATION.baseName]: base.reference, [ANNOTATION.baseDigest]: base.digest };
    const child = layered(base.recipe, 'child').annotate(claim);
    const reference = `${fleet.registry.host}/apps/shop:many`;
    await pushIndex(fleet.registry.registry, reference, { images: [child] });
    const signed = await attach(fleet, `prefix-${tagOf(child.build().descriptor.digest)}.sig`);
    const planned = await plan(fleet, { ...app, reference });
    expect(planned.losses).toMatchObject([{ kind: 'signature', digest: signed }]);
  });

  it('is asked for one by one where tags cannot be listed', async () => {
    await using fleet = await openFleet();
    const { app } = await staleApp(fleet);
    const signed = await attach(fleet, `${tagOf(app.digest)}.sig`);
    fleet.registry.faults.add({ fault: { kind: 'status', status: 403 }, path: /tags\/list/ });
    const planned = await plan(fleet, app);
    expect(planned.losses).toMatchObject([{ kind: 'signature', digest: signed }]);
    expect(unread(planned)).toEqual([]);
  });

  it.each([
    ['tags', /tags\/list|manifests\/sha256-/, 403],
    ['tags', /tags\/list|manifests\/sha256-/, 500],
    ['referrers', /referrers/, 403],
    ['referrers', /referrers/, 500],
  ])('is never said to be absent where %s could not be asked (%s: %i)', async (_, path, status) => {
    await using fleet = await openFleet();
    const { app } = await staleApp(fleet);
    fleet.registry.faults.add({ fault: { kind: 'status', status }, path });
    expect(unread(await plan(fleet, app))).toHaveLength(1);
  });

  it('in a fallback index of referrers is named though the registry has the API by now', async () => {
    await using fleet = await openFleet();
    const { app } = await staleApp(fleet);
    const digest = await attach(fleet, 'a-signature');
    const entry = {
      mediaType: MEDIA_TYPE.ociManifest,
      digest,
      size: 10,
      artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
    };
    const index = built(MEDIA_TYPE.ociIndex, {
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.ociIndex,
      manifests: [entry],
    });
    const target = parseReference(`${fleet.registry.host}/apps/shop:${tagOf(app.digest)}`);
    await fleet.registry.registry.putManifest(target, {
      mediaType: MEDIA_TYPE.ociIndex,
      bytes: index.bytes,
    });
    expect((await plan(fleet, app)).losses).toMatchObject([{ kind: 'signature', digest }]);
  });

  it('of an index with too many images is reported as not checked', async () => {
    await using fleet = await openFleet();
    const { base } = await staleApp(fleet);
    const claim = { [ANNOTATION.baseName]: base.reference, [ANNOTATION.baseDigest]: base.digest };
    const platforms = Array.from({ length: 14 }, (_, at) => `linux/arch${at}`);
    await pushIndex(fleet.registry.registry, base.reference, {
      images: platforms.map((platform) => layered(base.recipe.on(platform), `next-${platform.slice(6)}`)),
    });
    const reference = `${fleet.registry.host}/apps/shop:many`;
    await pushIndex(fleet.registry.registry, reference, {
      images: platforms.map((platform) =>
        layered(base.recipe.on(platform), `own-${platform.slice(6)}`).annotate(claim),
      ),
    });
    const planned = await previewRebase(fleet.context, { reference, baseLayers: 1 }).then(
      ({ stored }) => stored.plan,
    );
    expect(unread(planned)).toMatchObject([expect.stringContaining('3 of the image’s 15 manifests')]);
  });
});

describe('a new base named by tag and digest', { timeout: SLOW }, () => {
  /** A base at three versions: the app’s, one in between that is asked for, and the tag’s own. */
  async function between(fleet: TestFleet) {
    const { app } = await staleApp(fleet);
    const wanted = await pushOn(fleet.registry, 'base:1', undefined, 'in between');
    const last = await pushOn(fleet.registry, 'base:1', undefined, 'the last');
    fleet.pass(60);
    return { ...rebaseFleet(fleet), app, wanted, last };
  }
  const CONSENT = { actor: 'operator', reason: null };

  it.each([
    ['whose tag is elsewhere', ({ wanted }: Awaited<ReturnType<typeof between>>) => wanted, true],
    ['whose tag is there', ({ last }: Awaited<ReturnType<typeof between>>) => last, false],
  ])('%s is executed at its digest', async (_, choose, warned) => {
    await using fleet = await openFleet();
    const all = await between(fleet);
    const { reference, digest } = choose(all);
    const { stored } = await previewRebase(all.context, {
      reference: all.app.reference,
      newBase: `${reference}@${digest}`,
    });
    expect(stored.plan.newBase).toEqual({ name: reference, digest });
    const kinds = stored.plan.warnings.map(({ kind }) => kind);
    expect(kinds.includes('base-tag-elsewhere')).toBe(warned);
    await applyRebase(all.context, stored.id, CONSENT);
    await all.run();
    expect(await all.digest(all.app.reference)).toBe(stored.plan.toDigest);
  });

  it('by digest alone is executed whatever its tags do', async () => {
    await using fleet = await openFleet();
    const { context, run, app, wanted, digest } = await between(fleet);
    const newBase = `${wanted.reference.replace(/:1$/, '')}@${wanted.digest}`;
    const { stored } = await previewRebase(context, { reference: app.reference, newBase });
    await pushOn(fleet.registry, 'base:1', undefined, 'even later');
    await applyRebase(context, stored.id, CONSENT);
    await run();
    expect(await digest(app.reference)).toBe(stored.plan.toDigest);
  });

  it('is outdated where the tag moves between the plan and its execution', async () => {
    await using fleet = await openFleet();
    const { context, app, wanted } = await between(fleet);
    const newBase = `${wanted.reference}@${wanted.digest}`;
    const { stored } = await previewRebase(context, { reference: app.reference, newBase });
    await pushOn(fleet.registry, 'base:1', undefined, 'even later');
    await expect(applyRebase(context, stored.id, CONSENT)).rejects.toThrow(PlanOutdatedError);
  });

  it('under another target is compared with that target’s own digest', async () => {
    await using fleet = await openFleet();
    const { context, run, app, digest } = await between(fleet);
    const target = `${fleet.registry.host}/apps/shop:stable`;
    await push(fleet.registry.registry, target, layered(app.recipe, 'what stable was'));
    const { stored } = await previewRebase(context, { reference: app.reference, target });
    await applyRebase(context, stored.id, CONSENT);
    await run();
    expect(await digest(target)).toBe(stored.plan.toDigest);
  });
});

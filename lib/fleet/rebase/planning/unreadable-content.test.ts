import { describe, expect, it } from 'vitest';
import { summarise } from '#lib/lineage/words/summary-sentences.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseConfig } from '#lib/oci/image-config.ts';
import { isManifest } from '#lib/oci/manifest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { basedOn, push } from '#lib/registry/memory/image-builder.ts';
import { trackImages } from '../../images/track-images.ts';
import { checkImage } from '../../scan/check-image.ts';
import { fleetTests, SLOW, type TestFleet } from '../../testing.ts';
import { layered, pushOn } from '../../testing-images.ts';
import { startCascade } from '../cascade/control-cascade.ts';
import { planCascade } from '../cascade/plan-cascade.ts';
import { getCascade } from '../cascade/read-cascades.ts';
import { rebaseFleet } from '../testing.ts';
import { previewRebase } from './plan-rebase.ts';

const openFleet = fleetTests();

/** An app whose labels, variables and history have what PostgreSQL cannot hold, on a base that moves on. */
async function oddFleet(fleet: TestFleet) {
  const { registry } = fleet;
  const odd = (words: string, of: string) =>
    layered(undefined, words)
      .label({ 'a\0b': `${of}\0`, 'half\ud800': '\udc00' })
      .runtime({ Env: ['PATH=/bin', `NUL=${of}\0`, `HALF=\ud800${of}`] });
  const base = `${registry.host}/base:1`;
  const old = odd('base', 'old');
  const digest = await push(registry.registry, base, old);
  const app = `${registry.host}/app:1`;
  const recipe = layered(old, 'app\0')
    .runtime({ Env: ['PATH=/bin', 'NUL=app\0', 'HALF=\ud800old', 'OWN=\0'] })
    .label({ own: 'x\0y\udfff' })
    .annotate({ ...basedOn(base, digest), note: 'n\0' });
  await push(registry.registry, app, recipe);
  await trackImages(fleet.context, [base, app], false);
  await fleet.runJobs();
  await push(registry.registry, base, odd('base, next', 'new'));
  fleet.pass(60);
  return { app, base };
}

/** The config that a reference has in its registry now. */
async function configOf({ context }: TestFleet, reference: string) {
  const place = parseReference(reference);
  const document = await context.registry.getManifest(place);
  if (!isManifest(document)) throw new Error('expected a manifest');
  const { digest } = document.content.config;
  return { document, config: parseConfig(await context.registry.getBlob({ ...place, digest })) };
}

describe('what PostgreSQL cannot hold', { timeout: SLOW }, () => {
  it('is judged, planned and shown, and pushed as it was', async () => {
    await using fleet = await openFleet();
    const { app, base } = await oddFleet(fleet);
    const rebasing = rebaseFleet(fleet);
    const lineage = await checkImage(fleet.context, { reference: app, refresh: true, at: undefined });
    expect(lineage.status).toBe('stale');
    const { stored } = await previewRebase(rebasing.context, { reference: app });
    const [platform] = stored.plan.platforms;
    expect(platform?.config.conflicts).toContainEqual(
      expect.objectContaining({ path: 'config.Env.NUL', image: 'app\\u0000', newBase: 'new\\u0000' }),
    );
    const id = await planCascade(rebasing.context, { reference: base, actor: 'operator' });
    await startCascade(rebasing.context, id, { actor: 'operator' });
    await rebasing.run();
    expect((await getCascade(rebasing.context, id)).cascade.state).toBe('succeeded');
    const { config, document } = await configOf(fleet, app);
    expect(config.config?.Env).toEqual(['PATH=/bin', 'NUL=app\0', 'HALF=\ud800new', 'OWN=\0']);
    expect(config.config?.Labels).toMatchObject({
      'a\0b': 'new\0',
      'half\ud800': '\udc00',
      own: 'x\0y\udfff',
    });
    expect(document.content.annotations?.note).toBe('n\0');
  });
});

describe('a config that cannot be fetched', { timeout: SLOW }, () => {
  /** An app that only its config tells the base of. */
  async function labelled(fleet: TestFleet, status: number) {
    const { registry } = fleet;
    const base = await pushOn(registry, 'base:1');
    const recipe = layered(base.recipe, 'app').label(basedOn(base.reference, base.digest));
    const app = `${registry.host}/app:1`;
    await push(registry.registry, app, recipe);
    registry.faults.add({ fault: { kind: 'status', status }, path: /app\/blobs\// });
    return { app, base };
  }

  it.each([
    [429, 'rate-limited', 'limits requests (HTTP 429)'],
    [403, 'not-visible', 'not visible with the available credentials (HTTP 403)'],
    [500, 'unreachable', 'a server error (HTTP 500)'],
  ])('with %i is said by the verdict and by the plan', async (status, kind, words) => {
    await using fleet = await openFleet();
    const { app } = await labelled(fleet, status);
    const lineage = await checkImage(fleet.context, { reference: app, refresh: true, at: undefined });
    expect(lineage).toMatchObject({ status: 'unknown', end: 'unresolvable' });
    expect(summarise(lineage)).toContain(words);
    expect(summarise(lineage)).not.toContain('no annotation');
    const planned = previewRebase(rebaseFleet(fleet).context, { reference: app });
    await expect(planned).rejects.toMatchObject({ name: 'RegistryError', kind, operation: 'get-blob' });
  });
});

describe('a config that cannot be read', { timeout: SLOW }, () => {
  it('refuses the plan with the reason, and only this image of a cascade', async () => {
    await using fleet = await openFleet();
    const { registry } = fleet;
    const base = await pushOn(registry, 'base:1');
    const good = await pushOn(registry, 'good:1', base);
    await trackImages(fleet.context, [base.reference, good.reference], false);
    await fleet.runJobs();
    const broken = layered(undefined, 'next').runtime({ Env: 'PATH=/bin' });
    const digest: Digest = await push(registry.registry, base.reference, broken);
    fleet.pass(60);
    const { context } = rebaseFleet(fleet);
    await expect(previewRebase(context, { reference: good.reference })).rejects.toMatchObject({
      name: 'RebaseRefusedError',
      refusal: {
        kind: 'unverifiable',
        detail: expect.stringMatching(/config .* is refused: config\.Env: is not a list/),
      },
    });
    const { items } = await getCascade(
      context,
      await planCascade(context, { reference: base.reference, actor: 'operator' }),
    );
    expect(items.map(({ state, refusal }) => [state, refusal?.kind])).toEqual([['refused', 'unverifiable']]);
    expect(digest).toMatch(/^sha256:/);
  });
});

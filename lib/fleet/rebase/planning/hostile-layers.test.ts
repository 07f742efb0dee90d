import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { END, written } from '#lib/rebase/layer-listing/testing.ts';
import { basedOn, ImageRecipe, push } from '#lib/registry/memory/image-builder.ts';
import type { Layer } from '#lib/registry/memory/layer.ts';
import { checkImage } from '../../scan/check-image.ts';
import { fleetTests, type TestFleet } from '../../testing.ts';
import { pushOn } from '../../testing-images.ts';
import { MEMORY_LIMIT_MB, PAUSE_LIMIT_MS, watched } from '../../testing-load.ts';
import { previewRebase } from './plan-rebase.ts';

const openFleet = fleetTests();
/** Far more than any of it takes; only what hangs takes longer. */
const HANGS = 240_000;

function layerOf(content: Uint8Array, createdBy: string): Layer {
  const blob = gzipSync(content, { level: 9 });
  const mediaType = MEDIA_TYPE.ociLayerGzip;
  return { createdBy, diffId: digestOf(content), blob, digest: digestOf(blob), mediaType };
}

/** An archive of so many empty files; packed it is some hundred kilobytes. */
function manyFiles(count: number, directory = 'usr/share'): Uint8Array {
  const one = written({ name: 'f' });
  const blocks = Buffer.alloc(count * one.byteLength);
  for (let n = 0; n < count; n += 1) {
    written({ name: `${directory}/f${n}` }).copy(blocks, n * one.byteLength);
  }
  return Buffer.concat([blocks, END]);
}

/** Pushes an app of these layers on a base whose tag then moves; answers its reference. */
async function pushApp({ registry }: TestFleet, layers: readonly Layer[]): Promise<string> {
  const base = await pushOn(registry, 'base:1');
  const { parts } = base.recipe;
  const app = new ImageRecipe({ ...parts, annotations: {}, layers: [...parts.layers, ...layers] });
  const reference = `${registry.host}/apps/hostile:1`;
  await push(registry.registry, reference, app.annotate(basedOn(base.reference, base.digest)));
  await pushOn(registry, 'base:1', undefined, 'base, next');
  return reference;
}

/** Plans the rebase of an image, and looks at an ordinary one meanwhile. */
async function planBesideOthers({ context, registry }: TestFleet, reference: string) {
  const ordinary = await pushOn(registry, 'ordinary:1');
  const { result, ...load } = await watched(async () => {
    const plan = previewRebase(context, { reference });
    const look = { reference: ordinary.reference, refresh: false, at: undefined };
    const other = await checkImage(context, look);
    return { other, plan: (await plan).stored.plan };
  });
  expect(result.other.status).toBe('root');
  expect(load.grownMb).toBeLessThan(MEMORY_LIMIT_MB);
  expect(load.longestPauseMs).toBeLessThan(PAUSE_LIMIT_MS);
  return result.plan.warnings.filter(({ kind }) => kind === 'unread-layers').map(({ detail }) => detail);
}

describe('layers made to be large when they are read', { timeout: HANGS }, () => {
  it('a layer of many files that is named 127 times is read once, and others are answered meanwhile', async () => {
    await using fleet = await openFleet();
    const bomb = layerOf(manyFiles(60_000), 'COPY . /');
    expect(bomb.blob.byteLength).toBeLessThan(2_200_000);
    const reference = await pushApp(
      fleet,
      Array.from({ length: 127 }, () => bomb),
    );
    expect(await planBesideOthers(fleet, reference)).toEqual([]);
  });

  it('more files in all layers than the limit are reported, never skipped silently', async () => {
    await using fleet = await openFleet();
    const layers = Array.from({ length: 4 }, (_, n) =>
      layerOf(manyFiles(80_000, `usr/lib${n}`), `COPY ${n} /`),
    );
    const reference = await pushApp(fleet, layers);
    const [told, ...others] = await planBesideOthers(fleet, reference);
    expect(told).toMatch(
      /^Layer 4 of the app’s 4 was not read in full: the image’s layers are larger than the limit: of all together at most 300000 entries are read\./,
    );
    expect(others).toEqual([]);
  });

  it('a plan that nobody waits for any more reads nothing more', async () => {
    await using fleet = await openFleet();
    const reference = await pushApp(fleet, [layerOf(manyFiles(1000), 'COPY . /')]);
    const giveUp = new AbortController();
    giveUp.abort(new Error('the browser has gone'));
    const plan = previewRebase(fleet.context, { reference }, undefined, giveUp.signal);
    await expect(plan).rejects.toThrow('the browser has gone');
    expect(fleet.counter.count({ kind: 'blob' })).toBe(0);
  });
});

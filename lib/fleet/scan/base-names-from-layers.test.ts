import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { basedOn, type ImageRecipe, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { layered, pushOn } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();
/** As buildah writes it with `--layers`: a digest that is in no registry. */
const UNPUSHED = digestOf('an intermediate image');

const SAYS: Readonly<Record<string, (fleet: TestFleet, app: ImageRecipe, base: string) => Promise<unknown>>> =
  {
    'an annotation': ({ registry: { host, registry } }, app, base) =>
      push(registry, `${host}/app:1`, app.annotate(basedOn(base, UNPUSHED))),
    'an annotation of its index': ({ registry: { host, registry } }, app, base) =>
      pushIndex(registry, `${host}/app:1`, { images: [app], annotations: basedOn(base, UNPUSHED) }),
    'a label': ({ registry: { host, registry } }, app, base) =>
      push(registry, `${host}/app:1`, app.label(basedOn(base, UNPUSHED))),
  };

async function rescan(fleet: TestFleet) {
  fleet.pass(60);
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
}

describe.each(Object.entries(SAYS))(
  'a base that %s names at an unpushed digest',
  { timeout: SLOW },
  (_, says) => {
    it.each([
      ['is tracked', ['base:1', 'copy:1', 'app:1']],
      ['was seen before it moved', ['copy:1', 'app:1']],
    ])('and that %s is followed, though other names of its layers are known', async (_, tracked) => {
      await using fleet = await openFleet();
      const base = await pushOn(fleet.registry, 'base:1');
      await push(fleet.registry.registry, `${fleet.registry.host}/copy:1`, base.recipe);
      await says(fleet, layered(base.recipe, 'app'), base.reference);
      const names = tracked.map((name) => `${fleet.registry.host}/${name}`);
      await trackImages(fleet.context, names, true);
      await fleet.runJobs();
      const verdict = async () => {
        const request = { reference: `${fleet.registry.host}/app:1`, refresh: false, at: undefined };
        const { status, links } = await checkImage(fleet.context, request);
        return { status, name: links[0]?.base?.name, conflict: links[0]?.base?.conflict };
      };
      const followed = { name: base.reference, conflict: false };
      expect(await verdict()).toEqual({ status: 'up-to-date', ...followed });
      await pushOn(fleet.registry, 'base:1', undefined, 'base, next');
      await rescan(fleet);
      expect(await verdict()).toEqual({ status: 'stale', ...followed });
    });
  },
);

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trackImages } from '#lib/fleet/images/track-images.ts';
import { previewRebase } from '#lib/fleet/rebase/planning/plan-rebase.ts';
import { checkImage } from '#lib/fleet/scan/check-image.ts';
import { scanImages } from '#lib/fleet/scan/scan-images.ts';
import { fleetTests, type TestFleet } from '#lib/fleet/testing.ts';
import { connectionTo } from '../registries/connection.ts';
import { distributionMissing, type RealRegistry, startDistribution } from '../registries/registries.ts';
import { DIGEST, NAME } from '../tools/annotate.ts';
import { buildahMissing, openWorkshop, type Workshop } from '../tools/buildah.ts';
import { appendLayers, craneMissing, runCrane } from '../tools/crane.ts';

const missing = distributionMissing() ?? buildahMissing() ?? craneMissing();

// What an attacker does with crane alone: a copy of a popular base under their own name, and an app that claims it.
describe.skipIf(missing)(`evidence that is planted${missing === undefined ? '' : ` (${missing})`}`, () => {
  const openFleet = fleetTests();
  let registry: RealRegistry;
  let workshop: Workshop;

  beforeAll(async () => {
    registry = await startDistribution('none');
    workshop = await openWorkshop(registry);
  }, 60_000);
  afterAll(async () => {
    await workshop?.close();
    await registry?.stop();
  });

  const at = (name: string) => `${registry.host}/${name}`;
  const crane = (...args: string[]) => runCrane(registry, ...args);
  const base = (version: number) =>
    workshop.build({
      ...{ push: 'popular/base:1', from: 'scratch', format: 'docker' },
      files: { 'etc/os-release': `ID=popular\nVERSION_ID=${version}\n`, 'lib/version': `${version}\n` },
    });
  const told = async ({ context }: TestFleet, reference: string) => {
    const stored = await checkImage(context, { reference, refresh: false, at: undefined });
    const looked = await checkImage(context, { reference, refresh: true, at: undefined });
    return { stored, text: JSON.stringify([stored, looked]) };
  };
  const rescan = async (fleet: TestFleet) => {
    fleet.pass(60);
    await scanImages(fleet.context, undefined);
    await fleet.runJobs();
  };

  it.each([
    ['annotations', 'annotation', 'as it is'],
    ['annotations, with a layer of its own', 'annotation', 'with a layer'],
    ['labels', 'label', 'as it is'],
    ['labels, with a layer of its own', 'label', 'with a layer'],
  ])(
    'by %s is nothing that a victim’s lineage or rebase ever mentions',
    async (_, flag, layers) => {
      const { digest } = await base(1);
      // Docker's format has no annotations: the victim says nothing of its base.
      const victim = await workshop.build({
        ...{
          push: 'victim/app:1',
          from: 'popular/base:1',
          format: 'docker',
          files: { 'opt/app': 'victim\n' },
        },
      });
      await crane('copy', at('popular/base:1'), at('evil/base:1'));
      await crane('copy', at('popular/base:1'), at('evil/app:1'));
      if (layers === 'with a layer') await appendLayers(workshop, 'evil/app:1', 1);
      const words = [`--${flag}`, `${NAME}=${at('evil/base:1')}`, `--${flag}`, `${DIGEST}=${digest}`];
      await crane('mutate', at('evil/app:1'), ...words, '--tag', at('evil/app:1'));

      await using alone = await openFleet({ client: { registries: [connectionTo(registry)] } });
      await trackImages(alone.context, [at('evil/app:1'), victim.reference], true);
      await alone.runJobs();
      expect(await told(alone, victim.reference)).toMatchObject({ stored: { status: 'unknown' } });

      await using fleet = await openFleet({ client: { registries: [connectionTo(registry)] } });
      const all = [at('evil/app:1'), victim.reference, at('popular/base:1')];
      await trackImages(fleet.context, all, true);
      await fleet.runJobs();
      const before = await told(fleet, victim.reference);
      expect(before.stored).toMatchObject({ status: 'up-to-date' });
      await appendLayers(workshop, 'evil/base:1', 2);
      await rescan(fleet);
      const after = await told(fleet, victim.reference);
      expect(after.stored).toMatchObject({
        status: 'up-to-date',
        links: [{}, { reference: at('popular/base:1') }],
      });
      await base(2);
      await rescan(fleet);
      const stale = await told(fleet, victim.reference);
      expect(stale.stored.status).toBe('stale');
      const { stored } = await previewRebase(fleet.context, { reference: victim.reference });
      expect(stored.plan.newBase.name).toBe(at('popular/base:1'));
      expect(stored.plan.warnings[0]?.kind).toBe('base-by-layers');
      expect(before.text + after.text + stale.text + JSON.stringify(stored)).not.toContain('evil');
      await rescan(alone);
      const still = await told(alone, victim.reference);
      expect(still.stored.status).toBe('unknown');
      expect(still.text).not.toContain('evil');
    },
    120_000,
  );
});

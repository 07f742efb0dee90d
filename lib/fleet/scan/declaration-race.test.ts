import { expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { push } from '#lib/registry/memory/image-builder.ts';
import { declareBase, removeDeclaredBase } from '../bases/declare-base.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests, SLOW } from '../testing.ts';
import { layered, pushOn } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { scanChunk } from './scan-chunk.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();
const ADA = { name: 'ada', address: '192.0.2.1' };

it('a scan that read the declarations before a removal does not bring the removed one back', {
  timeout: SLOW,
}, async () => {
  await using fleet = await openFleet();
  // A longer name than the image’s: the image’s own tag is requested first, so both scans have the same oldest check.
  const base = await pushOn(fleet.registry, 'distribution/os:1');
  const reference = `${fleet.registry.host}/fax:1`;
  await push(fleet.registry.registry, reference, layered(base.recipe, 'fax'));
  await trackImages(fleet.context, [reference], true);
  const { declared } = await declareBase(
    fleet.context,
    { image: reference, base: base.reference, reason: null },
    ADA,
  );
  await fleet.runJobs();
  const status = async () =>
    (await checkImage(fleet.context, { reference, refresh: false, at: undefined })).status;
  expect(await status()).toBe('up-to-date');

  await scanImages(fleet.context, undefined);
  const [{ job } = { job: undefined }] = fleet.jobs.splice(0);
  if (job === undefined) throw new Error('there is no job');
  const other = fleet.restarted();
  const later: (() => Promise<void>)[] = [];
  const inTurn = async () => later.shift()?.();
  // After it has read the declarations, the declaration is removed; before it stores its result, the removal's scan does.
  await scanChunk(
    {
      ...other,
      declaredBase: (asked) => (asked.repository === 'fax' ? parseReference(base.reference) : undefined),
      declaredBases: {
        ...other.declaredBases,
        refresh: async () => {
          if (later.length > 0) return;
          await removeDeclaredBase(fleet.context, declared.id, ADA);
          later.push(() => fleet.runJobs());
        },
      },
      documents: { ...other.documents, written: () => inTurn().then(() => other.documents.written()) },
    },
    job,
  );
  expect(await status()).toBe('unknown');
});

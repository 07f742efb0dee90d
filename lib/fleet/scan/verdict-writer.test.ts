import { expect, it } from 'vitest';
import { push } from '#lib/registry/memory/image-builder.ts';
import { readScanSubjects } from '#lib/store/images/tracked-images.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests, SLOW } from '../testing.ts';
import { layered } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { VerdictWriter } from './verdict-writer.ts';

const openFleet = fleetTests();

it('a verdict that was replaced while it was compared is judged again instead of confirmed', {
  timeout: SLOW,
}, async () => {
  await using fleet = await openFleet();
  const { context, registry } = fleet;
  const reference = `${registry.host}/app:1`;
  await push(registry.registry, reference, layered(undefined, 'first'));
  const [image] = await trackImages(context, [reference], true);
  await fleet.runJobs();
  const id = image?.id ?? '';
  const [compared] = await readScanSubjects(context.db, [id]);
  if (compared === undefined) throw new Error('the image is not tracked');
  const counted: string[] = [];
  const writer = new VerdictWriter(context, 0, {
    stored: (images) => counted.push(...images.map((each) => each.id)),
  });

  await writer.confirm({ subject: compared, look: compared.look + 1, checkedAt: undefined });
  expect([counted, writer.takeOutdated().unwritten]).toEqual([[id], []]);

  await push(registry.registry, reference, layered(undefined, 'second'));
  await checkImage(context, { reference, refresh: true, at: undefined });
  const [now] = await readScanSubjects(context.db, [id]);
  await writer.confirm({ subject: compared, look: (now?.look ?? 0) + 1, checkedAt: undefined });
  expect(counted).toEqual([id]);
  expect(writer.takeOutdated().unwritten.map((each) => each.id)).toEqual([id]);
  expect((await readScanSubjects(context.db, [id]))[0]?.look).toBe(now?.look);
});

import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { ANNOTATION } from '#lib/oci/annotations.ts';
import { basedOn, push } from '#lib/registry/memory/image-builder.ts';
import { listImages } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { untrackImage } from '../images/untrack-images.ts';
import { fleetTests } from '../testing.ts';
import { layered } from '../testing-images.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();
const LIST = { sort: 'reference', descending: false, limit: 100, cursor: undefined } as const;

it('an image gets its own owner with its verdict, and never that of its base', async () => {
  await using fleet = await openFleet();
  const { context, registry } = fleet;
  const name = (path: string) => `${registry.host}/${path}`;
  const base = layered(undefined, 'base')
    .label({ [ANNOTATION.source]: 'https://github.com/os/base', [ANNOTATION.vendor]: 'OS' })
    .annotate(basedOn('scratch'));
  const digest = await push(registry.registry, name('base:1'), base);
  const on = (path: string) => layered(base, path).annotate(basedOn(name('base:1'), digest));
  await push(registry.registry, name('plain:1'), on('plain'));
  await push(
    registry.registry,
    name('shop:1'),
    on('shop').label({ [ANNOTATION.source]: 'https://github.com/acme/shop', team: 'payments' }),
  );
  await push(registry.registry, name('api:1'), on('api').annotate({ [ANNOTATION.vendor]: 'Acme' }));
  const paths = ['api:1', 'base:1', 'plain:1', 'shop:1'];
  await trackImages(context, paths.map(name), true);
  await fleet.runJobs();
  const owners = async (filter?: string) => {
    const { items } = await listImages(context, { ...LIST, filter });
    return items.map(({ reference, owner }) => [reference.split('/')[1], owner]);
  };
  const found = [
    ['api:1', 'Acme'],
    ['base:1', 'github.com/os'],
    ['plain:1', null],
    ['shop:1', 'github.com/acme'],
  ];
  expect(await owners()).toEqual(found);
  expect(await owners('owner:acme')).toEqual([found[0], found[3]]);
  expect(await owners('-owner:*')).toEqual([found[2]]);

  // As after an upgrade, and with a label that the operator chose: no tag moved, so the verdicts hold.
  await context.db.execute(sql`update images set owner = null, owner_source = null`);
  Object.assign(context, { ownerLabel: 'team' });
  fleet.pass(60);
  await scanImages(context, undefined);
  await fleet.runJobs();
  expect(await owners()).toEqual([...found.slice(0, 3), ['shop:1', 'payments']]);

  const { items } = await listImages(context, { ...LIST, filter: 'owner:payments' });
  fleet.pass(60);
  await untrackImage(context, items[0]?.id ?? '');
  const { rows } = await context.db.execute(sql`select owner from forgotten_images`);
  expect(rows).toEqual([{ owner: 'payments' }]);
});

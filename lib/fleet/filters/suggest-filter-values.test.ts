import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { FILTER_KEYS } from '#lib/lineage/vocabulary/filter-keys.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests } from '../testing.ts';
import { suggestFilterValues } from './suggest-filter-values.ts';

const openFleet = fleetTests();

it('suggests values with their numbers of images under the rest of the filter', async () => {
  await using fleet = await openFleet();
  const { context } = fleet;
  const names = [
    'ghcr.io/apps/shop:1',
    'ghcr.io/apps/shop:2',
    'ghcr.io/apps/api:1',
    'quay.io/tools/shop_ci:1',
  ];
  await trackImages(context, names, true);
  await context.db.execute(sql`
    update images set status = 'stale', base_name = 'docker.io/library/debian:12', behind_since = now() - interval '8 days',
      ancestors = '{docker.io/library/debian:12,docker.io/library/scratchy:1}', platforms = '{linux/amd64,linux/arm64}',
      owner = 'github.com/acme'
    where repository = 'apps/shop'`);
  const suggested = async (key: (typeof FILTER_KEYS)[number], value = '', filter = '') =>
    (await suggestFilterValues(context, { key, value, filter })).map((each) => [each.value, each.images]);

  expect(await suggested('repo')).toEqual([
    ['apps/shop', 2],
    ['apps/api', 1],
    ['tools/shop_ci', 1],
  ]);
  // What begins with the text comes first; `_` is no wildcard.
  expect(await suggested('repo', 'TOOLS')).toEqual([['tools/shop_ci', 1]]);
  expect(await suggested('repo', 'shop_')).toEqual([['tools/shop_ci', 1]]);
  expect(await suggested('repo', '', 'tag:2 OR registry:quay.io')).toEqual([
    ['apps/shop', 1],
    ['tools/shop_ci', 1],
  ]);
  expect(await suggested('registry', 'q')).toEqual([['quay.io', 1]]);
  expect(await suggested('ancestor', 'scr')).toEqual([['docker.io/library/scratchy:1', 2]]);
  expect(await suggested('base')).toEqual([['docker.io/library/debian:12', 2]]);
  expect(await suggested('owner', 'acme', 'tag:1')).toEqual([['github.com/acme', 1]]);
  expect(await suggested('platform', 'arm')).toEqual([['linux/arm64', 2]]);
  expect(Object.fromEntries(await suggested('status'))).toMatchObject({ stale: 2, pending: 2, broken: 0 });
  expect(await suggested('is')).toEqual([
    ['problem', 2],
    ['cannot-pull', 0],
    ['snoozed', 0],
    ['sample', 0],
  ]);
  expect(await suggested('behind')).toEqual([
    ['>=1d', 2],
    ['>=7d', 2],
    ['>=30d', 0],
    ['>=90d', 0],
  ]);
  for (const key of FILTER_KEYS) expect((await suggested(key)).length).toBeLessThanOrEqual(12);
  await expect(suggested('repo', '', '(')).rejects.toThrow('never closed');
});

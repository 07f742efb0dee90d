import { expect, it } from 'vitest';
import { unresolvedLineage } from '#lib/lineage/chain/judge-chain.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { presentBaseCheck } from './declared-bases.ts';

const digest = digestOf('app');
const proven = {
  platform: 'linux/amd64',
  verification: 'verified',
  reason: null,
  compared: null,
  baseLayers: 1,
  agreeing: 1,
  imageLayers: 1,
  layers: [],
} as const;

it.each([
  [[], 'verified'],
  [['linux/s390x'], 'unverifiable'],
])('an image is proven only if every platform was compared: not %j', (left, verification) => {
  const presented = presentBaseCheck({
    reference: parseReference('r.test/app:1'),
    digest,
    base: parseReference('r.test/os:1'),
    baseDigest: digest,
    platforms: [proven],
    left,
    missing: { image: [], base: [] },
    unread: null,
    verdict: unresolvedLineage('r.test/app:1', digest, '2026-06-01T00:00:00Z', { kind: 'layers-differ' }),
  });
  expect(presented).toMatchObject({ verification, notCompared: left.length });
});

import { expect, it } from 'vitest';
import type { LineageView } from '#lib/api/contract/images/lineage.ts';
import { linksWithClaims } from './links-with-claims.ts';

const claim = (kind: string) => ({ kind });

it('lists the claims of each image, those of the verdict first, and leaves out images without', () => {
  const links = [
    { reference: 'a', base: { evidence: [claim('annotation')] }, evidence: [claim('label')] },
    { reference: 'b', base: null, evidence: [claim('label')] },
    { reference: 'c', base: null },
    { reference: 'd', base: { evidence: [] } },
  ] as unknown as LineageView['links'];
  expect(linksWithClaims(links).map(({ reference, claims }) => [reference, claims])).toEqual([
    ['a', [claim('annotation')]],
    ['b', [claim('label')]],
  ]);
});

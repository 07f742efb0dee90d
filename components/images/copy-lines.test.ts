import { expect, it } from 'vitest';
import { copyLines } from './copy-lines.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

it('names exactly the image that was checked, without its tag', () => {
  expect(copyLines({ reference: '127.0.0.1:5000/apps/shop:1.0', digest: DIGEST })).toEqual([
    { words: 'Copy reference', text: '127.0.0.1:5000/apps/shop:1.0' },
    { words: 'Copy reference by digest', text: `127.0.0.1:5000/apps/shop@${DIGEST}` },
    { words: 'Copy docker pull', text: `docker pull 127.0.0.1:5000/apps/shop@${DIGEST}` },
    { words: 'Copy crane manifest', text: `crane manifest 127.0.0.1:5000/apps/shop@${DIGEST}` },
  ]);
});

it('offers only the reference of an image whose digest is not known', () => {
  expect(copyLines({ reference: 'ghcr.io/apps/shop:1', digest: null })).toEqual([
    { words: 'Copy reference', text: 'ghcr.io/apps/shop:1' },
  ]);
});

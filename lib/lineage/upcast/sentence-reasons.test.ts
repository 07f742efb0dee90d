import { describe, expect, it } from 'vitest';
import type { Reason } from '../verdict/reason.ts';
import { causeIn, reasonIn, reasonsIn } from './sentence-reasons.ts';

/** As versions before 1 stored it: this text never changes. */
const STORED: readonly (readonly [string, readonly Reason[]])[] = [
  ['The base’s tag no longer exists: the next build will fail.', [{ kind: 'base-tag-gone' }]],
  ['The base has nothing for linux/arm/v7 now.', [{ kind: 'base-platform-gone', platform: 'linux/arm/v7' }]],
  [
    'This linux/arm/v7 image is built on the base’s image for linux/arm/v6, the best match that it has.',
    [
      {
        kind: 'based-on-other-platform',
        platform: 'linux/arm/v7',
        basePlatform: 'linux/arm/v6',
        bestMatch: true,
      },
    ],
  ],
  [
    'The base has dropped layers that this image still stands on; the base’s layers are there with the same content, compressed anew. This platform stands on `docker.io/library/alpine:3`.',
    [
      { kind: 'base-dropped-layers' },
      { kind: 'recompressed' },
      { kind: 'based-on-other-name', name: 'docker.io/library/alpine:3' },
    ],
  ],
  [
    'The base could not be looked at: its index lists more than 256 manifests.',
    [{ kind: 'base-unreadable', cause: { kind: 'too-many-manifests', limit: 256 } }],
  ],
  [
    'The tags of `docker.io/library/node` could not be listed: docker.io: it answered 429.',
    [
      {
        kind: 'tags-unlisted',
        repository: 'docker.io/library/node',
        cause: { kind: 'stated', text: 'docker.io: it answered 429' },
      },
    ],
  ],
  [
    'It may stand on `q.io/os:1` instead, which could not be looked at: it names no base.',
    [{ kind: 'other-base-possible', name: 'q.io/os:1', because: [{ kind: 'no-base-named' }] }],
  ],
  [
    'Its name is written with spaces around it; its digest is written as "q.io/os@sha256:1". Labels are inherited, and the layers do not agree.',
    [
      { kind: 'spaces-around', of: 'name' },
      { kind: 'digest-with-name', written: 'q.io/os@sha256:1' },
      { kind: 'label-inherited' },
    ],
  ],
  ['Some sentence of long ago.', [{ kind: 'stated', text: 'Some sentence of long ago.' }]],
];

describe('a stored sentence', () => {
  it.each(STORED)('%s', (text, reasons) => {
    expect(reasonsIn(text)).toEqual(reasons);
  });

  it('that is empty or absent has no reason', () => {
    expect([reasonsIn(null), reasonsIn('')]).toEqual([[], []]);
  });

  it('with two reasons is kept as text if one is expected', () => {
    const text = 'it names no base; the base cannot be looked at';
    expect(reasonIn(text)).toEqual({ kind: 'stated', text });
  });

  it('that is no cause is kept as text if a cause is expected', () => {
    expect(causeIn('it names no base')).toEqual({ kind: 'stated', text: 'it names no base' });
    expect(causeIn('it is gone')).toEqual({ kind: 'content-missing' });
  });
});

import { describe, expect, it } from 'vitest';
import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { basesByName, declaredBases } from './declared-bases.ts';

const declared = declaredBases([
  { image: 'r.test/legacy/fax', base: 'debian:10' },
  { image: 'r.test/legacy/**', base: 'debian:12-slim' },
  { image: 'docker.io/acme/*', base: 'r.test/platform/base:1' },
  { image: 'r.test/platform/*', base: 'r.test/platform/base:1' },
  { image: 'r.test/platform/base', base: 'debian:11' },
]);

describe('declared bases', () => {
  it.each([
    ['r.test/legacy/fax:9', 'docker.io/library/debian:10'],
    ['r.test/legacy/a/b:1', 'docker.io/library/debian:12-slim'],
    ['acme/shop', 'r.test/platform/base:1'],
    // The pattern matches the base too: it is not its own base.
    ['r.test/platform/app:1', 'r.test/platform/base:1'],
    ['r.test/platform/base:1', 'docker.io/library/debian:11'],
    ['r.test/platform/base:2', 'r.test/platform/base:1'],
    ['r.test/legacy:1', undefined],
    ['r.test/other:1', undefined],
  ])('%s: %s', (image, base) => {
    const answer = declared(parseReference(image));
    expect(answer && formatReference(answer)).toBe(base);
  });
});

describe('bases declared by name', () => {
  const byName = basesByName([
    { image: 'r.test/legacy/fax:9', base: 'debian:10' },
    { image: 'r.test/legacy/fax', base: 'debian:11' },
    { image: 'r.test/platform/base', base: 'r.test/platform/base:1' },
    { image: 'r.test/odd', base: 'Not A Reference' },
  ]);

  it.each([
    // The tag takes precedence over its repository, with a digest too.
    ['r.test/legacy/fax:9', 'docker.io/library/debian:10'],
    [`r.test/legacy/fax:9@sha256:${'0'.repeat(64)}`, 'docker.io/library/debian:10'],
    ['r.test/legacy/fax:8', 'docker.io/library/debian:11'],
    [`r.test/legacy/fax@sha256:${'0'.repeat(64)}`, 'docker.io/library/debian:11'],
    // A name is no pattern, and no beginning of one.
    ['r.test/legacy/fax/more:9', undefined],
    ['r.test/legacy/faxes:9', undefined],
    ['r.test/platform/base:2', 'r.test/platform/base:1'],
    ['r.test/platform/base:1', undefined],
    ['r.test/odd:1', undefined],
  ])('%s: %s', (image, base) => {
    const answer = byName(parseReference(image));
    expect(answer && formatReference(answer)).toBe(base);
  });
});

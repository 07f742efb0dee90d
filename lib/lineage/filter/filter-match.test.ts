import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from './filter.ts';
import { compileFilter, type FilterSubject } from './filter-match.ts';
import { compileGlobs, matchesGlob } from './glob.ts';

const SHOP: FilterSubject = {
  reference: 'ghcr.io/apps/shop:1.4',
  status: 'stale',
  baseName: 'docker.io/library/debian:12-slim',
  ancestors: ['docker.io/library/debian:12-slim', 'quay.io/os/root:1'],
  platforms: ['linux/amd64', 'linux/arm64/v8'],
  sample: false,
  public: true,
};

describe('compileFilter', () => {
  it.each([
    ['', true],
    ['status:stale', true],
    ['status:broken,stale', true],
    ['status:broken', false],
    ['-status:broken', true],
    ['base:debian', true],
    ['base:deb', false],
    ['base:deb*', true],
    ['base:"debian:*"', true],
    ['base:debian:12', false],
    ['base:debian:12-slim', true],
    ['base:library/debian', true],
    ['base:docker.io/library/debian:12-slim', true],
    ['base:os/root', false],
    ['ancestor:quay.io/os/root', true],
    ['ancestor:debian', true],
    ['registry:ghcr.io', true],
    ['registry:ghcr', false],
    ['repo:apps/*', true],
    ['repo:shop', false],
    ['tag:1.*', true],
    ['tag:1', false],
    ['platform:arm64', true],
    ['platform:linux/arm64', true],
    ['platform:linux/arm', false],
    ['platform:windows/*', false],
    ['is:sample', false],
    ['-is:sample', true],
    ['public:yes', true],
    ['public:no', false],
    ['public:no,yes', true],
    ['-public:yes', false],
    ['SHOP', true],
    ['shop api', false],
    ['shop,api', true],
    ['gh*1.4', true],
    ['status:stale -base:debian', false],
  ])('%s: %s', (text, expected) => {
    expect(compileFilter(parseFilter(text))(SHOP)).toBe(expected);
  });

  it('finds nothing in what is not there', () => {
    const bare = {
      ...SHOP,
      reference: `sha256:${'0'.repeat(64)}`,
      baseName: null,
      ancestors: [],
      platforms: [],
    };
    for (const text of ['base:*', 'ancestor:*', 'platform:*', 'tag:*']) {
      expect(compileFilter(parseFilter(text))(bare)).toBe(false);
    }
    expect(compileFilter(parseFilter('registry:*,docker.io'))(bare)).toBe(false);
  });

  it('finds a base that is named with its digest by its tag', () => {
    const pinned = { ...SHOP, baseName: `docker.io/library/debian:12@sha256:${'0'.repeat(64)}` };
    expect(compileFilter(parseFilter('base:debian:12'))(pinned)).toBe(true);
    expect(compileFilter(parseFilter('base:debian'))(pinned)).toBe(true);
  });
});

it('prepared patterns choose what each pattern chooses', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'B', '/'), maxLength: 6 });
  const globs = fc.array(fc.string({ unit: fc.constantFrom('A', 'b', '/', '*'), maxLength: 6 }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(globs, fc.array(letters), (patterns, texts) => {
      const matches = compileGlobs(patterns);
      for (const text of [...texts, ...texts])
        expect(matches(text)).toBe(patterns.some((glob) => matchesGlob(glob, text)));
    }),
  );
});

describe('matchesGlob', () => {
  it('agrees with the regular expression of the same meaning', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
    const globs = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 8 });
    fc.assert(
      fc.property(globs, letters, (glob, text) => {
        expect(matchesGlob(glob, text)).toBe(new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(text));
      }),
    );
  });
});

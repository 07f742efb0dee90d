import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from './filter.ts';
import { compileFilter, type FilterSubject, NOWHERE } from './filter-match.ts';
import { compileGlobs, matchesGlob } from './glob.ts';

const SHOP: FilterSubject = {
  reference: 'ghcr.io/apps/shop:1.4',
  digest: `sha256:0123456789abcdef${'0'.repeat(48)}`,
  status: 'stale',
  behindSince: new Date(Date.UTC(2026, 0, 1)),
  owner: 'github.com/acme',
  baseName: 'docker.io/library/debian:12-slim',
  ancestors: ['docker.io/library/debian:12-slim', 'quay.io/os/root:1'],
  platforms: ['linux/amd64', 'linux/arm64/v8'],
  sample: false,
  snoozed: true,
  public: true,
  mentioned: {
    sources: ['Production', 'ci'],
    clusters: ['prod-eu'],
    namespaces: ['shop'],
    running: true,
    cannotPull: true,
  },
};

/** 31 days later. */
const NOW = new Date(Date.UTC(2026, 1, 1));

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
    ['base:bian', false],
    ['base:debian:12-slim@*', false],
    ['base:docker*', true],
    ['base:bia*', false],
    ['base:docker.io/library/debian:12-slim', true],
    ['base:os/root', false],
    ['ancestor:quay.io/os/root', true],
    ['ancestor:debian', true],
    ['ancestor:root', true],
    ['ancestor:root:1', true],
    ['ancestor:roo*', true],
    ['ancestor:os', false],
    ['ancestor:os/root', false],
    ['owner:acme', true],
    ['owner:github.com/*', true],
    ['owner:github.com/acme', true],
    ['owner:github.com', false],
    ['behind:>30d', true],
    ['behind:31d', true],
    ['behind:>31d', false],
    ['behind:<=31d,>1y', true],
    ['behind:<4w', false],
    ['behind:1m', true],
    ['behind:>2m', false],
    ['digest:012345', true],
    ['digest:sha256:0123456789ab', true],
    ['digest:sha512:0123456789ab', false],
    ['digest:123456', false],
    ['0123456789ab', true],
    ['sha256:0123456789ab', true],
    ['is:problem', true],
    ['is:problem,sample', true],
    ['is:snoozed', true],
    ['is:cannot-pull', true],
    ['-is:snoozed', false],
    ['is:sample', false],
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
    ['source:production', true],
    ['source:prod', false],
    ['source:prod*', true],
    ['cluster:prod-*,test', true],
    ['cluster:test', false],
    ['namespace:SHOP', true],
    ['running:yes', true],
    ['running:no', false],
    ['-running:no', true],
    ['SHOP', true],
    ['shop api', false],
    ['shop,api', true],
    ['gh*1.4', true],
    ['status:broken OR shop', true],
    ['status:stale (api OR NOT tag:1)', true],
    ['-(status:stale shop)', false],
    ['!status:broken NOT is:sample', true],
    ['shp', true],
    ['sohp', false],
    ['app/shop', true],
    ['aps/sp', true],
    ['"shp"', false],
    ['hop1', false],
    ['status:stale -base:debian', false],
  ])('%s: %s', (text, expected) => {
    expect(compileFilter(parseFilter(text), NOW)(SHOP)).toBe(expected);
  });

  it('finds nothing in what is not there', () => {
    const bare = {
      ...SHOP,
      reference: `sha256:${'0'.repeat(64)}`,
      digest: null,
      behindSince: null,
      owner: null,
      baseName: null,
      ancestors: [],
      platforms: [],
      mentioned: NOWHERE,
    };
    for (const text of [
      'base:*',
      'ancestor:*',
      'platform:*',
      'source:*',
      'cluster:*',
      'namespace:*',
      'running:yes',
      'tag:*',
      'owner:*',
      'behind:>=0d',
      'behind:<=999y',
      'digest:000000',
    ]) {
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

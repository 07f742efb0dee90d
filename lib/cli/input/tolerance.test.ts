import { describe, expect, it } from 'vitest';
import { statusOfLinks } from '#lib/lineage/verdict/status.ts';
import type { Freshness } from '#lib/lineage/vocabulary/freshness.ts';
import type { DescribedBase, DescribedLineage, DescribedLink } from '#lib/lineage/words/described-lineage.ts';
import { type Tolerance, tolerate } from './tolerance.ts';

const NOW = new Date('2026-06-08T00:00:00Z');
const NONE: Tolerance = { staleConfig: false, staleByAncestor: false, maxBehindSeconds: undefined };

function base(freshness: Freshness, more: Partial<DescribedBase> = {}): DescribedBase {
  const verification = 'verified';
  return {
    ...{ name: 'registry.test/base:1', digest: null, currentDigest: null, evidence: [], conflict: false },
    ...{ freshness, verification, newerTag: null, behindSince: null, reason: null },
    platforms: [platform('linux/amd64', freshness)],
    ...more,
  };
}

function platform(name: string, freshness: Freshness): DescribedBase['platforms'][number] {
  return {
    ...{ platform: name, freshness, verification: 'verified', claimedDigest: null, currentDigest: null },
    ...{ baseLayers: 1, appLayers: 1, reason: null },
  };
}

function chain(...bases: readonly DescribedBase[]): DescribedLineage {
  const links = [...bases, null].map(
    (each): DescribedLink => ({
      ...{ reference: 'registry.test/app:1', digest: null, mediaType: null, created: null, platforms: [] },
      base: each,
    }),
  );
  const status = statusOfLinks(links, 'root');
  return {
    ...{ reference: 'registry.test/app:1', digest: null, checkedAt: NOW.toISOString(), summary: '' },
    ...{ status, links, end: 'root' },
  };
}

const old = { behindSince: '2026-05-01T00:00:00Z' };
const young = { behindSince: '2026-06-05T00:00:00Z' };
const week = { maxBehindSeconds: 7 * 86_400 };

describe('tolerance', () => {
  it.each<[string, Partial<Tolerance>, DescribedLineage, string]>([
    ['nothing', {}, chain(base('stale-config')), 'stale'],
    ['another config', { staleConfig: true }, chain(base('stale-config')), 'up-to-date'],
    ['other layers', { staleConfig: true }, chain(base('stale')), 'stale'],
    [
      'a base further down',
      { staleByAncestor: true },
      chain(base('up-to-date'), base('stale')),
      'up-to-date',
    ],
    ['only a base further down', { staleByAncestor: true }, chain(base('stale'), base('stale')), 'stale'],
    ['a recently moved base', week, chain(base('stale', young)), 'up-to-date'],
    ['a base that moved long ago', week, chain(base('stale', old)), 'stale'],
    ['a base that moved at an unknown time', week, chain(base('stale')), 'stale'],
    [
      'a recent move above an old one',
      week,
      chain(base('stale', young), base('stale', old)),
      'stale-by-ancestor',
    ],
    [
      'a removed base',
      { staleConfig: true, staleByAncestor: true, ...week },
      chain(base('base-gone')),
      'broken',
    ],
  ])('for %s', (_, given, lineage, status) => {
    expect(tolerate(lineage, { ...NONE, ...given }, NOW)).toBe(status);
  });

  it('never hides an unknown base below a tolerated one', () => {
    const platforms = [platform('linux/amd64', 'stale-config'), platform('linux/arm64', 'unknown')];
    const oneUnknown = chain(base('stale-config', { platforms }));
    expect(tolerate(oneUnknown, { ...NONE, staleConfig: true }, NOW)).toBe('unknown');
    const unknownBelow = chain(base('up-to-date'), base('stale'), base('unknown'));
    expect(unknownBelow.status).toBe('stale-by-ancestor');
    expect(tolerate(unknownBelow, { ...NONE, staleByAncestor: true }, NOW)).toBe('unknown');
    const unproven = chain(base('stale', { ...young, verification: 'unverifiable' }));
    expect(tolerate(unproven, { ...NONE, ...week }, NOW)).toBe('unknown');
  });
});

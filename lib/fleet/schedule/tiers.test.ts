import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { planTag, type TagFacts } from './tiers.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const HOUR = 3600;
const DAY = 24 * HOUR;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY * 1000);
const DIGEST = `sha256:${'a'.repeat(64)}`;

function facts(reference: string, more: Partial<TagFacts> = {}): TagFacts {
  const known = { isBase: false, isIncomplete: false, since: daysAgo(30), coveredByHook: false };
  return { reference: parseReference(reference), ...known, ...more };
}

describe('how often a tag is requested', () => {
  it.each<[string, TagFacts, string, number | null]>([
    ['a base', facts('debian:12', { isBase: true }), 'base', 900],
    [
      'a base that did not move for long',
      facts('debian:12.1', { isBase: true, since: daysAgo(400) }),
      'base',
      900,
    ],
    ['an image that moved lately', facts('r.test/app:main', { since: daysAgo(6) }), 'moved', HOUR],
    ['an image that was never checked', facts('r.test/app:main', { since: null }), 'moved', HOUR],
    ['an image that is quiet', facts('r.test/app:main', { since: daysAgo(8) }), 'quiet', DAY],
    ['a version that is quiet', facts('r.test/app:1.2.3', { since: daysAgo(89) }), 'quiet', DAY],
    ['a version that is settled', facts('r.test/app:1.2.3', { since: daysAgo(90) }), 'version', 7 * DAY],
    ['a name that is settled', facts('r.test/app:main', { since: daysAgo(900) }), 'quiet', DAY],
    [
      'an incomplete check',
      facts('r.test/app:1.2.3', { isIncomplete: true, since: daysAgo(900) }),
      'incomplete',
      HOUR,
    ],
    ['an image by digest', facts(`r.test/app@${DIGEST}`), 'pinned', null],
    [
      'an image by digest that was not read',
      facts(`r.test/app@${DIGEST}`, { isIncomplete: true }),
      'incomplete',
      HOUR,
    ],
    [
      'the digest of a base whose tag is gone',
      facts(`r.test/os@${DIGEST}`, { isBase: true }),
      'digest',
      HOUR,
    ],
    [
      'a base whose pushes a hook reports',
      facts('debian:12', { isBase: true, coveredByHook: true }),
      'base',
      9000,
    ],
    [
      'a quiet image whose pushes a hook reports',
      facts('r.test/app:main', { coveredByHook: true }),
      'quiet',
      7 * DAY,
    ],
    [
      'an incomplete check of a tag whose pushes a hook reports',
      facts('r.test/a:b', { isIncomplete: true, coveredByHook: true }),
      'incomplete',
      HOUR,
    ],
  ])('%s', (_, known, tier, seconds) => {
    const byHook = known.coveredByHook && tier !== 'incomplete';
    expect(planTag(known, HOUR, NOW)).toEqual({ tier, seconds, byHook });
  });

  it('follows scan.every: bases within 5 to 15 minutes, and never less often than it', () => {
    const base = (every: number) => planTag(facts('debian:12', { isBase: true }), every, NOW).seconds;
    expect([60, 300, 1200, 2400, DAY].map(base)).toEqual([60, 300, 300, 600, 900]);
    expect(planTag(facts('r.test/app:main'), 3 * DAY, NOW).seconds).toBe(3 * DAY);
  });

  it('is never below the floor, and never "never" for a tag', () => {
    const names = fc.constantFrom(
      'r.test/a:1.2.3',
      'r.test/a:main',
      'debian:12-slim',
      'r.test/a@'.concat(DIGEST),
    );
    const known = fc.record({
      reference: names.map(parseReference),
      isBase: fc.boolean(),
      isIncomplete: fc.boolean(),
      since: fc.option(fc.integer({ min: 0, max: 1000 }).map(daysAgo)),
      coveredByHook: fc.boolean(),
    });
    fc.assert(
      fc.property(known, fc.integer({ min: 60, max: 30 * DAY }), (tag, every) => {
        const { seconds, tier } = planTag(tag, every, NOW);
        if (seconds === null) {
          expect([tier, tag.reference.digest, tag.isIncomplete]).toEqual(['pinned', DIGEST, false]);
          return;
        }
        expect(seconds).toBeGreaterThanOrEqual(Math.min(every, 300));
        expect(seconds).toBeLessThanOrEqual(Math.max(every, 7 * DAY));
      }),
    );
  });
});

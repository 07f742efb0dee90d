import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mention } from '../mention.ts';
import { type Holder, type Mentioned, mentionedAfter, type ReconcileFacts, reconcile } from './reconcile.ts';

const DAY = 24 * 3_600_000;
const NOW = new Date('2026-06-15T12:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const name = (n: number) => `reg.corp/app${n}:1`;
const mention = (reference: string): Mention => ({
  reference,
  kind: 'stored',
  place: { registry: 'reg.corp' },
});
const mentions = (...numbers: number[]) => numbers.map((n) => mention(name(n)));
const active = (...numbers: number[]): Mentioned[] =>
  numbers.map((n) => ({ reference: name(n), goneSince: null, unconfirmed: false }));
const facts = (more: Partial<ReconcileFacts>): ReconcileFacts => ({
  ...{ kind: 'registry', before: [], holders: new Map(), now: NOW },
  listing: { complete: true, mentions: [] },
  ...more,
});

describe('reconcile', () => {
  test('tracks new images, keeps mentioned ones, and starts the grace period of missing ones', () => {
    const result = reconcile(
      facts({ before: active(1, 2, 3, 4), listing: { complete: true, mentions: mentions(1, 2, 3, 9) } }),
    );
    expect(result.track).toEqual([name(9)]);
    expect(result.keep.map(({ reference, why }) => [reference, why])).toEqual([
      [name(1), 'mentioned'],
      [name(2), 'mentioned'],
      [name(3), 'mentioned'],
      [name(4), 'grace'],
    ]);
    expect(result.keep[3]).toMatchObject({ goneSince: NOW, releaseAt: new Date(NOW.getTime() + 7 * DAY) });
    expect(result).toMatchObject({ release: [], warnings: [] });
  });

  test.each([
    ['registry', 7 * DAY - 1, false],
    ['registry', 7 * DAY, true],
    ['kubernetes', DAY - 1, false],
    ['kubernetes', DAY, true],
  ] as const)('%s: gone for %i ms: released %s', (kind, ms, isReleased) => {
    const before = [{ reference: name(1), goneSince: ago(ms), unconfirmed: false }];
    expect(reconcile(facts({ kind, before })).release).toEqual(isReleased ? [name(1)] : []);
  });

  test('an image that comes back during its grace period is active again', () => {
    const before = [{ reference: name(1), goneSince: ago(6 * DAY), unconfirmed: false }];
    const result = reconcile(facts({ before, listing: { complete: true, mentions: mentions(1) } }));
    expect(result.keep).toEqual([
      {
        reference: name(1),
        goneSince: null,
        unconfirmed: false,
        why: 'mentioned',
        releaseAt: null,
        holders: [],
      },
    ]);
  });

  test('another source or a person keeps it, until they no longer do', () => {
    const before = [{ reference: name(1), goneSince: ago(30 * DAY), unconfirmed: false }];
    const holders = new Map<string, Holder[]>([[name(1), [{ kind: 'person', name: 'ada' }]]]);
    const held = reconcile(facts({ before, holders }));
    expect(held.keep[0]).toMatchObject({ why: 'held', holders: [{ kind: 'person', name: 'ada' }] });
    expect(reconcile(facts({ before: mentionedAfter(held) })).release).toEqual([name(1)]);
  });

  test('a listing that misses more than 30 % needs a confirmation, which does not cover a smaller one', () => {
    const before = active(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    const listing = { complete: true, mentions: mentions(1, 2, 3, 4, 5, 6) };
    const shrunk = reconcile(facts({ before, listing }));
    expect(shrunk.warnings).toEqual([{ kind: 'shrank', before: 10, missing: 4 }]);
    expect(shrunk.keep.filter(({ goneSince }) => goneSince !== null)).toEqual([]);
    const confirmed = reconcile(facts({ before, listing, confirmed: 6 }));
    expect(confirmed.warnings).toEqual([]);
    expect(confirmed.keep.filter(({ why }) => why === 'grace')).toHaveLength(4);
    const smaller = { complete: true, mentions: mentions(1, 2, 3) };
    expect(reconcile(facts({ before, listing: smaller, confirmed: 6 })).warnings).toHaveLength(1);
    const seven = { complete: true, mentions: mentions(1, 2, 3, 4, 5, 6, 7) };
    expect(reconcile(facts({ before, listing: seven })).warnings).toEqual([]);
  });

  test('new images do not make up for missing ones', () => {
    const before = active(1, 2, 3);
    const listing = { complete: true, mentions: mentions(1, 11, 12, 13, 14, 15, 16, 17, 18, 19) };
    let result = reconcile(facts({ before, listing }));
    for (let day = 1; day < 30; day += 1) {
      const now = new Date(NOW.getTime() + day * DAY);
      result = reconcile(facts({ before: mentionedAfter(result), listing, now }));
      expect(result.warnings).toMatchObject([{ kind: 'shrank', missing: 2 }]);
      expect(result.release).toEqual([]);
    }
    // Once it is mentioned again, no confirmation is needed.
    const back = { complete: true, mentions: [...listing.mentions, ...mentions(2, 3)] };
    expect(reconcile(facts({ before: mentionedAfter(result), listing: back })).warnings).toEqual([]);
  });

  test('an incomplete listing adds, and says how many it did not see', () => {
    const before = [...active(1, 2), { reference: name(3), goneSince: ago(90 * DAY), unconfirmed: false }];
    const result = reconcile(facts({ before, listing: { complete: false, mentions: mentions(2, 5) } }));
    expect(result).toMatchObject({
      track: [name(5)],
      release: [],
      warnings: [{ kind: 'incomplete', notSeen: 1 }],
    });
    expect(result.keep.find(({ reference }) => reference === name(3))).toMatchObject({ why: 'incomplete' });
  });

  test('mentions that are not references are counted, and spellings of one reference are one image', () => {
    const listing = {
      complete: true,
      mentions: ['debian', 'docker.io/library/debian:latest', '$A:1', '$A:1'].map(mention),
    };
    const result = reconcile(facts({ listing }));
    expect(result.track).toEqual(['docker.io/library/debian:latest']);
    expect(result.warnings).toEqual([{ kind: 'unreadable', count: 1, examples: ['$A:1'] }]);
  });
});

describe('laws', () => {
  const numbers = fc.uniqueArray(fc.nat(30), { maxLength: 25 });
  const gone = fc.oneof(fc.constant(null), fc.integer({ min: -DAY, max: 20 * DAY }).map(ago));
  const world = fc.record({
    kind: fc.constantFrom('registry', 'kubernetes', 'push'),
    before: numbers.chain((list) =>
      fc.tuple(
        ...list.map((n) =>
          gone.map((goneSince) => ({
            reference: name(n),
            goneSince,
            unconfirmed: goneSince === null && n % 7 === 0,
          })),
        ),
      ),
    ),
    listing: fc.record({ complete: fc.boolean(), mentions: numbers.map((list) => mentions(...list)) }),
    holders: numbers.map(
      (list) => new Map(list.map((n) => [name(n), [{ kind: 'source', name: 's' } as Holder]])),
    ),
    now: fc.constant(NOW),
  }) as fc.Arbitrary<ReconcileFacts>;

  test('nothing is released by an incomplete listing, nor does a grace period start', () => {
    fc.assert(
      fc.property(world, (given) => {
        const result = reconcile({ ...given, listing: { ...given.listing, complete: false } });
        expect(result.release).toEqual([]);
        const since = new Map(given.before.map(({ reference, goneSince }) => [reference, goneSince]));
        for (const { reference, goneSince } of result.keep) {
          expect(goneSince === null || goneSince === since.get(reference)).toBe(true);
        }
      }),
    );
  });

  test('only images not mentioned, not held and missing for the whole grace period are released', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { release } = reconcile(given);
        const mentioned = new Set(given.listing.mentions.map(({ reference }) => reference));
        const grace = given.kind === 'kubernetes' ? DAY : 7 * DAY;
        for (const reference of release) {
          expect(mentioned.has(reference) || given.holders.has(reference)).toBe(false);
          const since = given.before.find((each) => each.reference === reference)?.goneSince;
          expect(NOW.getTime() - (since?.getTime() ?? Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(
            grace,
          );
        }
      }),
    );
  });

  test('every image is in one list, and nothing else is in any', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { track, keep, release } = reconcile(given);
        const all = [...track, ...keep.map(({ reference }) => reference), ...release];
        const expected = [...given.before, ...given.listing.mentions].map(({ reference }) => reference);
        expect(all.toSorted()).toEqual([...new Set(expected)].sort());
      }),
    );
  });

  test('idempotent: the same listing again changes nothing', () => {
    fc.assert(
      fc.property(world, (given) => {
        const first = reconcile(given);
        const again = reconcile({ ...given, before: mentionedAfter(first) });
        expect(again).toMatchObject({ track: [], release: [] });
        expect(mentionedAfter(again)).toEqual(
          mentionedAfter(first).toSorted((a, b) => (a.reference < b.reference ? -1 : 1)),
        );
      }),
    );
  });

  test('independent of order and of repeated mentions', () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat()), (given, seeds) => {
        const shuffled = <T>(list: readonly T[]) =>
          list
            .map((each) => [seeds.next().value, each] as const)
            .sort(([a], [b]) => a - b)
            .map(([, each]) => each);
        const { complete, mentions: listed } = given.listing;
        const other = {
          ...given,
          before: shuffled(given.before),
          listing: { complete, mentions: shuffled([...listed, ...listed.slice(0, 3)]) },
        };
        expect(reconcile(other)).toEqual(reconcile(given));
      }),
    );
  });

  test('nothing is released without a complete listing after it is missing', () => {
    fc.assert(
      fc.property(world, fc.array(fc.boolean(), { maxLength: 8 }), (given, completeness) => {
        let before: Mentioned[] = given.before.map((each) => ({
          ...each,
          goneSince: null,
          unconfirmed: false,
        }));
        for (const [day, complete] of completeness.entries()) {
          const now = new Date(NOW.getTime() + day * DAY);
          const result = reconcile({ ...given, before, now, listing: { ...given.listing, complete } });
          // Only six days and seven listings after the first complete one can anything go.
          if (day - completeness.indexOf(true) < 1) expect(result.release).toEqual([]);
          before = mentionedAfter(result);
        }
      }),
    );
  });
});

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

  test('a gradual loss needs a confirmation once it is more than 30 % of what was there', () => {
    const range = (count: number) => mentions(...Array.from({ length: count }, (_, n) => n));
    let before = active(...Array.from({ length: 100 }, (_, n) => n));
    const list = (day: number, count: number, confirmed?: number) => {
      const now = new Date(NOW.getTime() + day * DAY);
      const listing = { complete: true, mentions: range(count) };
      const result = reconcile(
        facts({ before, listing, now, ...(confirmed === undefined ? {} : { confirmed }) }),
      );
      before = mentionedAfter(result);
      return result;
    };
    expect(list(0, 70)).toMatchObject({ warnings: [], release: [] });
    expect(list(1, 49).warnings).toEqual([{ kind: 'shrank', before: 100, missing: 51 }]);
    expect(list(2, 35).warnings).toEqual([{ kind: 'shrank', before: 100, missing: 65 }]);
    // Nobody confirmed, so those of the first day stay as well, long after their grace period.
    expect(list(30, 35)).toMatchObject({ warnings: [{ kind: 'shrank' }], release: [] });
    // A confirmed loss is no longer counted: the next small one starts anew.
    expect(list(31, 35, 35)).toMatchObject({ warnings: [] });
    expect(
      before.filter(({ goneSince }) => goneSince !== null).every(({ unconfirmed }) => !unconfirmed),
    ).toBe(true);
    expect(list(32, 30).warnings).toEqual([]);
    expect(list(33, 24).warnings).toEqual([{ kind: 'shrank', before: 35, missing: 11 }]);
  });

  test('a small loss is released after its grace period without a question, and no longer counts', () => {
    const ten = active(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    const seven = { complete: true, mentions: mentions(0, 1, 2, 3, 4, 5, 6) };
    const first = reconcile(facts({ before: ten, listing: seven }));
    const now = new Date(NOW.getTime() + 7 * DAY);
    const holders = new Map<string, Holder[]>([[name(9), [{ kind: 'person', name: 'ada' }]]]);
    const later = reconcile(facts({ before: mentionedAfter(first), listing: seven, now, holders }));
    expect(later).toMatchObject({ warnings: [], release: [name(7), name(8)] });
    const five = { complete: true, mentions: mentions(0, 1, 2, 3, 4) };
    const next = reconcile(facts({ before: mentionedAfter(later), listing: five, now, holders }));
    expect(next.warnings).toEqual([]);
  });

  test('an image that is in its grace period while another loss is asked about asks for nothing afterwards', () => {
    const before = [
      ...active(0, 1, 2, 3, 4, 5, 6, 7, 8),
      { reference: name(9), goneSince: ago(DAY), unconfirmed: true },
    ];
    const empty = reconcile(facts({ before }));
    expect(empty.warnings).toEqual([{ kind: 'shrank', before: 10, missing: 10 }]);
    const back = { complete: true, mentions: mentions(0, 1, 2, 3, 4, 5, 6, 7, 8) };
    expect(reconcile(facts({ before: mentionedAfter(empty), listing: back })).warnings).toEqual([]);
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
  /** No listing leaves more than 30 % of the images missing without a confirmation. */
  function asLeftByListings(before: Mentioned[]): Mentioned[] {
    const isCounted = ({ goneSince, unconfirmed }: Mentioned) => goneSince === null || unconfirmed;
    const missing = before.filter(({ goneSince, unconfirmed }) => goneSince !== null && unconfirmed).length;
    if (missing <= before.filter(isCounted).length * 0.3) return before;
    return before.map((each) => (each.goneSince === null ? each : { ...each, unconfirmed: false }));
  }
  const world = fc.record({
    kind: fc.constantFrom('registry', 'kubernetes', 'push'),
    before: numbers
      .chain((list) =>
        fc.tuple(
          ...list.map((n) =>
            gone.map((goneSince) => ({
              reference: name(n),
              goneSince,
              unconfirmed: n % (goneSince === null ? 7 : 2) === 0,
            })),
          ),
        ),
      )
      .map(asLeftByListings),
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

  test('without a confirmation, at most 30 % of the images are on their way out, however slowly they go', () => {
    const some = (maxLength: number) => fc.uniqueArray(fc.nat(29), { maxLength });
    const step = fc.record({
      lost: some(9),
      back: some(2),
      fresh: some(2),
      complete: fc.boolean(),
      days: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let present = new Set(Array.from({ length: 30 }, (_, n) => n));
        let before = active(...present);
        let day = 0;
        for (const { lost, back, fresh, complete, days } of steps) {
          day += days;
          present = new Set([...present].filter((n) => !lost.includes(n)));
          for (const n of [...back, ...fresh.map((each) => each + 30)]) present.add(n);
          const now = new Date(NOW.getTime() + day * DAY);
          const listing = { complete, mentions: mentions(...present) };
          const result = reconcile(facts({ before, now, listing }));
          const leaving =
            result.keep.filter(({ goneSince }) => goneSince !== null).length + result.release.length;
          expect(leaving).toBeLessThanOrEqual((result.keep.length + result.release.length) * 0.3);
          before = mentionedAfter(result);
        }
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

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Holder, type Mentioned, mentionedAfter, type ReconcileFacts, reconcile } from './reconcile.ts';
import { active, ago, DAY, facts, mentions, NOW, name } from './testing.ts';

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

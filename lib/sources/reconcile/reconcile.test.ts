import { describe, expect, test } from 'vitest';
import { type Holder, mentionedAfter, reconcile } from './reconcile.ts';
import { active, ago, DAY, facts, mention, mentions, NOW, name } from './testing.ts';

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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { badgeLabel, fleetBadge, imageBadge, shieldsBadge, UNKNOWN_BADGE } from './badge.ts';

const NOW = new Date('2026-05-01T12:00:00Z');
const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

describe('imageBadge', () => {
  it.each<[Status, Date | null, string]>([
    ['stale', ago(0), 'less than a day behind'],
    ['stale', ago(23), 'less than a day behind'],
    ['stale', ago(24), '1 day behind'],
    ['stale', ago(3 * 24 + 5), '3 days behind'],
    ['stale', ago(1200 * 24), '1,200 days behind'],
    ['stale', ago(-2), 'less than a day behind'],
    ['stale', null, 'stale'],
    ['up-to-date', null, 'up to date'],
    ['stale-by-ancestor', ago(48), 'stale below'],
    ['broken', null, 'broken'],
    ['pinned', null, 'pinned'],
    ['root', null, 'root'],
    ['pending', null, 'checking'],
  ])('%s since %s: %s', (status, since, message) => {
    expect(imageBadge(status, since, NOW)).toEqual({ status, message });
  });

  it('names the limit if the image is over it', () => {
    const over = (hours: number, staleDays: number) =>
      imageBadge('stale', ago(hours), NOW, { staleDays }).message;
    expect([over(31 * 24, 30), over(30 * 24, 30), over(29 * 24, 30)]).toEqual([
      '31 days behind, limit 30',
      '30 days behind',
      '29 days behind',
    ]);
    expect(imageBadge('unknown', ago(99 * 24), NOW, { staleDays: 30 })).toEqual(UNKNOWN_BADGE);
  });

  it('is the same for an unknown image and for an image that does not exist', () => {
    expect(imageBadge('unknown', null, NOW)).toEqual(UNKNOWN_BADGE);
  });
});

describe('fleetBadge', () => {
  it('says how many stale images are over the limit', () => {
    const counts = new Map<Status, number>([
      ['up-to-date', 10],
      ['stale', 3],
      ['broken', 1],
    ]);
    const message = (overdue: number) => fleetBadge(counts, { staleDays: 30, overdue }).message;
    expect([message(2), message(0)]).toEqual([
      '1 broken, 3 stale (2 over 30 days) of 14',
      '1 broken, 3 stale of 14',
    ]);
  });

  it.each<[Partial<Record<Status, number>>, Status, string]>([
    [{ 'up-to-date': 14, root: 2 }, 'up-to-date', '14 up to date'],
    [{ 'up-to-date': 10, stale: 3, broken: 1, root: 5 }, 'broken', '1 broken, 3 stale of 14'],
    [{ 'up-to-date': 999, 'stale-by-ancestor': 1001 }, 'stale-by-ancestor', '1,001 stale below of 2,000'],
    [{ 'up-to-date': 12, unknown: 2 }, 'unknown', '12 up to date, 2 unknown'],
    [{ 'up-to-date': 12, pinned: 2 }, 'up-to-date', '12 up to date, 2 pinned'],
    [{ pinned: 2, pending: 1 }, 'pending', '1 checking, 2 pinned'],
    [{ root: 3 }, 'root', '3 root'],
    [{}, 'unknown', 'unknown'],
  ])('%j: %s, %s', (counts, status, message) => {
    expect(fleetBadge(new Map(Object.entries(counts) as [Status, number][]))).toEqual({ status, message });
  });
});

describe('shieldsBadge', () => {
  it('matches the endpoint schema of shields.io', () => {
    expect(JSON.stringify(shieldsBadge({ status: 'stale', message: '3 days behind' }, null))).toBe(
      '{"schemaVersion":1,"label":"base","message":"3 days behind","color":"orange"}',
    );
  });
});

describe('badgeLabel', () => {
  it.each([
    [null, 'base'],
    ['', 'base'],
    [' \n\t ', 'base'],
    ['base image', 'base image'],
    ['two\r\nlines\0', 'two lines'],
    ['a\u202egnp.exe', 'a gnp.exe'],
    ['\ud800half', '\ufffdhalf'],
    ['x'.repeat(41), `${'x'.repeat(39)}…`],
    ['🚢'.repeat(40), '🚢'.repeat(40)],
  ])('%j: %j', (requested, label) => {
    expect(badgeLabel(requested)).toBe(label);
  });

  it('is one line of at most 40 characters for any text, and idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (requested) => {
        const label = badgeLabel(requested);
        expect([...label].length).toBeLessThanOrEqual(40);
        expect(label).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
        expect(badgeLabel(label)).toBe(label);
      }),
    );
  });
});

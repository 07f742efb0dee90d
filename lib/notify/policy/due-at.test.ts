import { expect, it } from 'vitest';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { type ChangeTiming, countChanges, dueAt, type StatusChange } from './due-at.ts';

const at = (text: string) => new Date(`2026-01-${text}:00Z`);
const changes = (count: number): StatusChange[] =>
  Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? { status: 'stale', previousStatus: 'up-to-date' }
      : { status: 'up-to-date', previousStatus: 'stale' },
  );
const timing = (part: Partial<ChangeTiming>): ChangeTiming => ({
  change: 'stale',
  since: at('10T12:00'),
  behindSince: null,
  recent: changes(1),
  ...part,
});

it.each<[string, Partial<ChangeTiming>, number, string]>([
  ['stale, at once', {}, 0, '10T12:00'],
  ['stale, the base published long ago', { behindSince: at('01T00:00') }, 72, '10T12:00'],
  ['stale, the base published a day ago', { behindSince: at('09T12:00') }, 72, '12T12:00'],
  ['stale, no time known', {}, 24, '11T12:00'],
  ['stale, the base seen only now', { behindSince: at('10T11:59') }, 1, '10T12:59'],
  ['broken waits for no cool-down', { change: 'broken' }, 72, '10T12:00'],
  ['fresh waits for no cool-down', { change: 'fresh', behindSince: at('10T11:00') }, 72, '10T12:00'],
  ['unknown has to last', { change: 'unknown' }, 72, '10T12:30'],
  ['three changes are no flapping', { recent: changes(3) }, 0, '10T12:00'],
  ['flapping has to last', { recent: changes(4) }, 0, '10T18:00'],
  ['flapping, fresh', { recent: changes(9), change: 'fresh' }, 0, '10T18:00'],
  ['flapping and cooling down', { recent: changes(4), behindSince: at('10T12:00') }, 12, '11T00:00'],
])('%s', (_, part, coolDownHours, expected) => {
  expect(dueAt(timing(part), coolDownHours)).toEqual(at(expected));
});

it.each<[Status, Status | null, number]>([
  ['stale', 'up-to-date', 1],
  ['up-to-date', 'stale', 1],
  ['broken', 'stale', 1],
  ['stale-by-ancestor', 'stale', 0],
  ['pinned', 'root', 0],
  ['unknown', 'stale', 0],
  ['stale', 'unknown', 0],
  ['stale', null, 0],
  ['stale', 'pending', 0],
])('%s after %s counts %i times towards flapping', (status, previousStatus, expected) => {
  expect(countChanges([{ status, previousStatus }])).toBe(expected);
});

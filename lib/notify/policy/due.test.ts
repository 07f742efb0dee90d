import { expect, it } from 'vitest';
import { dueAt, type Turn } from './due.ts';

const at = (text: string) => new Date(`2026-01-${text}:00Z`);
const turn = (part: Partial<Turn>): Turn => ({
  change: 'stale',
  since: at('10T12:00'),
  behindSince: null,
  turns: 1,
  ...part,
});

it.each<[string, Partial<Turn>, number, string]>([
  ['stale, at once', {}, 0, '10T12:00'],
  ['stale, the base out since long', { behindSince: at('01T00:00') }, 72, '10T12:00'],
  ['stale, the base out for a day', { behindSince: at('09T12:00') }, 72, '12T12:00'],
  ['stale, nobody knows since when', {}, 24, '11T12:00'],
  ['stale, the base seen only now', { behindSince: at('10T11:59') }, 1, '10T12:59'],
  ['broken waits for no cool-down', { change: 'broken' }, 72, '10T12:00'],
  ['fresh waits for no cool-down', { change: 'fresh', behindSince: at('10T11:00') }, 72, '10T12:00'],
  ['unknown has to last', { change: 'unknown' }, 72, '10T12:30'],
  ['three turns are no flapping', { turns: 3 }, 0, '10T12:00'],
  ['flapping has to stand still', { turns: 4 }, 0, '10T18:00'],
  ['flapping, fresh', { turns: 9, change: 'fresh' }, 0, '10T18:00'],
  ['flapping and cooling down', { turns: 4, behindSince: at('10T12:00') }, 12, '11T00:00'],
])('%s', (_, part, coolDownHours, expected) => {
  expect(dueAt(turn(part), coolDownHours)).toEqual(at(expected));
});

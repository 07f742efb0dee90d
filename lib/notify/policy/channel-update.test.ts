import { expect, it } from 'vitest';
import { type ChannelUpdatePlan, planChannelUpdate, type WatchSettings } from './channel-update.ts';

const ON: WatchSettings = { enabled: true, filter: 'a' };
const OFF: WatchSettings = { enabled: false, filter: 'a' };

it.each<[WatchSettings, Partial<WatchSettings>, ChannelUpdatePlan]>([
  [ON, {}, { states: 'keep', resume: false, drop: false }],
  [ON, { filter: 'a' }, { states: 'keep', resume: false, drop: false }],
  [ON, { filter: 'b' }, { states: 'extend', resume: false, drop: false }],
  [ON, { enabled: true }, { states: 'keep', resume: true, drop: false }],
  [ON, { enabled: true, filter: 'a' }, { states: 'keep', resume: true, drop: false }],
  [ON, { enabled: true, filter: 'b' }, { states: 'extend', resume: true, drop: false }],
  [ON, { enabled: false }, { states: 'keep', resume: false, drop: true }],
  [ON, { enabled: false, filter: 'b' }, { states: 'extend', resume: false, drop: true }],
  [OFF, {}, { states: 'keep', resume: false, drop: false }],
  [OFF, { filter: 'b' }, { states: 'extend', resume: false, drop: false }],
  [OFF, { enabled: true }, { states: 'restart', resume: true, drop: false }],
  [OFF, { enabled: true, filter: 'a' }, { states: 'restart', resume: true, drop: false }],
  [OFF, { enabled: true, filter: 'b' }, { states: 'restart', resume: true, drop: false }],
  [OFF, { enabled: false }, { states: 'keep', resume: false, drop: true }],
  [OFF, { enabled: false, filter: 'b' }, { states: 'extend', resume: false, drop: true }],
])('%j, updated by %j', (before, update, expected) => {
  expect(planChannelUpdate(before, update)).toEqual(expected);
});

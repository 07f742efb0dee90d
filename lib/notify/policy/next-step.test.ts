import { describe, expect, it } from 'vitest';
import { CHANGE, type Change } from '../channel.ts';
import { type NextStep, nextStep, rulesOf, type Situation } from './next-step.ts';

/** Every set of changes that a channel may ask for. */
const SETTINGS: readonly (readonly Change[])[] = Array.from({ length: 1 << CHANGE.length }, (_, bits) =>
  CHANGE.filter((_change, index) => bits & (1 << index)),
);
const SITUATIONS: readonly Situation[] = CHANGE.flatMap((current) =>
  CHANGE.flatMap((change) =>
    [true, false].flatMap((alarmed) =>
      [true, false].flatMap((matches) =>
        [true, false].map((snoozed) => ({ current, state: { change, alarmed }, matches, snoozed })),
      ),
    ),
  ),
);

/** The conditions as they were first written, in SQL: a second spelling that the rules must agree with. */
function bySql(changes: readonly Change[], { current, state, matches, snoozed }: Situation): NextStep {
  if (snoozed) return { kind: 'none' };
  const asked = changes.includes(current);
  const followed = matches || current === 'fresh';
  if (
    current !== state.change &&
    current !== 'unknown' &&
    (!asked || (current === 'fresh' && !state.alarmed)) &&
    followed
  ) {
    return { kind: 'skip', next: { change: current, alarmed: state.alarmed && current !== 'fresh' } };
  }
  if (current !== state.change && asked && followed) {
    return { kind: 'notify', next: { change: current, alarmed: current !== 'fresh' } };
  }
  return { kind: 'none' };
}

describe('what a channel does about an image', () => {
  it.each<[string, readonly Change[], Situation, NextStep['kind']]>([
    [
      'nothing changed',
      CHANGE,
      { current: 'stale', state: { change: 'stale', alarmed: true }, matches: true, snoozed: false },
      'none',
    ],
    [
      'went stale',
      ['stale'],
      { current: 'stale', state: { change: 'fresh', alarmed: false }, matches: true, snoozed: false },
      'notify',
    ],
    [
      'stale, now broken',
      CHANGE,
      { current: 'broken', state: { change: 'stale', alarmed: true }, matches: true, snoozed: false },
      'notify',
    ],
    [
      'not asked for',
      ['stale'],
      { current: 'broken', state: { change: 'fresh', alarmed: false }, matches: true, snoozed: false },
      'skip',
    ],
    [
      'outside of the filter',
      CHANGE,
      { current: 'stale', state: { change: 'fresh', alarmed: false }, matches: false, snoozed: false },
      'none',
    ],
    [
      'up to date again',
      CHANGE,
      { current: 'fresh', state: { change: 'stale', alarmed: true }, matches: true, snoozed: false },
      'notify',
    ],
    [
      'up to date again, outside of the filter',
      CHANGE,
      { current: 'fresh', state: { change: 'stale', alarmed: true }, matches: false, snoozed: false },
      'notify',
    ],
    [
      'up to date again, trouble was skipped',
      ['stale', 'fresh'],
      { current: 'fresh', state: { change: 'broken', alarmed: false }, matches: true, snoozed: false },
      'skip',
    ],
    [
      'up to date again, not asked for',
      ['stale'],
      { current: 'fresh', state: { change: 'stale', alarmed: true }, matches: true, snoozed: false },
      'skip',
    ],
    [
      'went stale while it is snoozed',
      CHANGE,
      { current: 'stale', state: { change: 'fresh', alarmed: false }, matches: true, snoozed: true },
      'none',
    ],
    [
      'up to date again while it is snoozed',
      CHANGE,
      { current: 'fresh', state: { change: 'stale', alarmed: true }, matches: true, snoozed: true },
      'none',
    ],
    [
      'an outage',
      CHANGE,
      { current: 'unknown', state: { change: 'stale', alarmed: true }, matches: true, snoozed: false },
      'notify',
    ],
    [
      'an outage, not asked for',
      ['stale'],
      { current: 'unknown', state: { change: 'stale', alarmed: true }, matches: true, snoozed: false },
      'none',
    ],
  ])('%s', (_, changes, situation, kind) => {
    expect(nextStep(changes, situation).kind).toBe(kind);
  });

  it.each(SETTINGS.map((changes) => [changes] as const))('in all situations, for changes %j', (changes) => {
    for (const situation of SITUATIONS) {
      expect([situation, nextStep(changes, situation)]).toEqual([situation, bySql(changes, situation)]);
    }
  });

  it('moves on in one step: the situation after it asks for none', () => {
    for (const changes of SETTINGS) {
      for (const { current, matches, snoozed, next } of rulesOf(changes)) {
        expect(next.change).toBe(current);
        expect(nextStep(changes, { current, matches, snoozed, state: next })).toEqual({ kind: 'none' });
      }
    }
  });
});

it('the rules for the store are the steps of all situations that ask for one', () => {
  for (const changes of SETTINGS) {
    const expected = SITUATIONS.flatMap((situation) => {
      const step = nextStep(changes, situation);
      return step.kind === 'none' ? [] : [{ ...situation, ...step }];
    });
    expect(rulesOf(changes)).toEqual(expected);
  }
});

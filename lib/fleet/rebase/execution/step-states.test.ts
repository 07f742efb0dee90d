import { describe, expect, it } from 'vitest';
import type { StoredStep } from '#lib/store/rebases/stored-rebase.ts';
import { doneSteps, failedSteps, unneededSteps } from './step-states.ts';

const states = (steps: readonly StoredStep[]) => steps.map(({ state }) => state);

/** A rebase that is over runs no step: each case is the states before, and after it ended so. */
describe('the steps of a rebase that ended', () => {
  const before = (['done', 'skipped', 'failed', 'running', 'pending', 'pending'] as const).map(
    (state): StoredStep => ({
      kind: 'recheck',
      detail: 'Check that q.io/app:1 has not moved',
      state,
      digest: null,
      bytes: null,
      bytesTotal: null,
    }),
  );

  it.each([
    ['with a moved tag', doneSteps, ['done', 'skipped', 'done', 'done', 'pending', 'pending']],
    ['with a failure', failedSteps, ['done', 'skipped', 'failed', 'failed', 'pending', 'pending']],
    ['with nothing to do', unneededSteps, ['done', 'skipped', 'done', 'done', 'skipped', 'skipped']],
  ] as const)('%s', (_, end, after) => {
    expect(states(end(before))).toEqual(after);
  });
});

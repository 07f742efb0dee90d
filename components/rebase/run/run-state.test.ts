import { expect, it } from 'vitest';
import { REBASE_STATE } from '#lib/api/contract/rebases.ts';
import { canPlanAgain, isUnderWay, undoWords } from './run-state.ts';

it('a rebase changes by itself while it is queued or running', () => {
  expect(REBASE_STATE.filter(isUnderWay)).toEqual(['queued', 'running']);
  expect(isUnderWay(undefined)).toBe(false);
});

it('a rebase that came to nothing can be planned again', () => {
  expect(REBASE_STATE.filter(canPlanAgain).toSorted()).toEqual(['conflict', 'failed', 'rolled-back']);
});

it('undoing moves the tag back, or deletes a new one', () => {
  expect(undoWords(`sha256:${'ab'.repeat(32)}`)).toBe('Move the tag back to abababababab');
  expect(undoWords(null)).toBe('Delete the new tag');
});

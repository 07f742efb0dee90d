import { isDigest, shortDigest } from '#lib/oci/digest.ts';
import type { RebaseState } from '#lib/rebase/states.ts';

/** True if a new plan is the next thing to do. */
export function canPlanAgain(state: RebaseState): boolean {
  return state === 'failed' || state === 'conflict' || state === 'rolled-back';
}

/** The button that confirms the undo: it names the digest that the tag gets back. */
export function undoWords(oldDigest: string | null): string {
  return oldDigest === null
    ? 'Delete the new tag'
    : `Move the tag back to ${isDigest(oldDigest) ? shortDigest(oldDigest) : oldDigest}`;
}

import type { RebaseState } from '#lib/api/contract/rebases.ts';
import { isDigest, shortDigest } from '#lib/oci/digest.ts';

/** True while a rebase can still change by itself. */
export function isUnderWay(state: RebaseState | undefined): boolean {
  return state === 'queued' || state === 'running';
}

/** True if a new plan is the way on. */
export function canPlanAgain(state: RebaseState): boolean {
  return state === 'failed' || state === 'conflict' || state === 'rolled-back';
}

/** The button that confirms the undo: it names the digest that the tag gets back. */
export function undoWords(oldDigest: string | null): string {
  return oldDigest === null
    ? 'Delete the new tag'
    : `Move the tag back to ${isDigest(oldDigest) ? shortDigest(oldDigest) : oldDigest}`;
}

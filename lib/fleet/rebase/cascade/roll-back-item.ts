import type { CascadeItemState } from '#lib/rebase/states.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { type CascadeItem, type StoredCascade, updateCascadeItem } from '#lib/store/rebases/cascades.ts';
import { readOpenRebase, readRebase } from '#lib/store/rebases/rebases.ts';
import { PlanOutdatedError, RebaseRefusedError } from '../errors.ts';
import { rollBackRebase } from '../execution/roll-back-rebase.ts';
import { scanSoon } from '../execution/scan-moved-tags.ts';
import { type CascadeContext, publish } from './control-cascade.ts';

/** How an item ended. */
export interface ItemEnd {
  readonly state: CascadeItemState;
  readonly error?: string | null;
}

/** How long an unclear rollback is tried again. */
const UNCLEAR_MS = 24 * 3600 * 1000;

/**
 * Moves one tag of a cascade back to what it held before. Returns `undefined` if the registry does not show whether it
 * did: then it has to run again, and a tag that was put back counts as done.
 */
export async function rollBackItem(
  context: CascadeContext,
  cascade: StoredCascade,
  { reference, rebaseId }: CascadeItem,
): Promise<ItemEnd | undefined> {
  if (rebaseId === null) throw new Error(`the rollback of ${reference} names no rebase`);
  if ((await readOpenRebase(context.db, reference)) !== undefined) {
    return { state: 'conflict', error: `${reference} is being moved by another rebase. It stays as it is.` };
  }
  await updateCascadeItem(context.db, cascade.id, reference, { state: 'running' });
  await publish(context, cascade.id, 'running');
  const origin = `undo of the cascade from ${cascade.reference}`;
  const reason = cascade.reason === null ? origin : `${cascade.reason} (${origin})`;
  try {
    await rollBackRebase(context, rebaseId, { actor: cascade.actor, reason }, (_, [name]) =>
      scanSoon(context, name),
    );
    return { state: 'succeeded', error: null };
  } catch (error) {
    if (error instanceof PlanOutdatedError) return { state: 'conflict', error: error.message };
    if (error instanceof RebaseRefusedError) return { state: 'failed', error: error.message };
    if (!(error instanceof RegistryError)) throw error;
    const isUnclear = (await readRebase(context.db, rebaseId))?.rebase.rollBackBy != null;
    return isUnclear && mayTryAgain(context, cascade) ? undefined : { state: 'failed', error: error.message };
  }
}

function mayTryAgain({ clock }: CascadeContext, { roundStartedAt }: StoredCascade): boolean {
  return clock().getTime() - (roundStartedAt?.getTime() ?? 0) < UNCLEAR_MS;
}

import { parseReference } from '#lib/oci/reference.ts';
import { type CascadeItemState, isOverItem, type RebaseState } from '#lib/rebase/states.ts';
import {
  type CascadeItem,
  changeCascade,
  readCascade,
  readCascadeItem,
  readCascadeState,
  type StoredCascade,
  updateCascadeItem,
} from '#lib/store/rebases/cascades.ts';
import { readPlan } from '#lib/store/rebases/rebases.ts';
import type { WithClock, WithDatabase, WithEvents, WithTagCaches } from '../../capabilities.ts';
import { PlanOutdatedError, RebaseRefusedError, RollBackUnclearError } from '../errors.ts';
import { runRebase } from '../execution/run-rebase.ts';
import { openPlanned, requirePush } from '../execution/start-rebase.ts';
import type { WithPush } from '../push.ts';
import type { CascadeJob } from '../rebase-queue.ts';
import { type CascadeContext, enqueue, finishIfOver, predecessors, publish } from './control-cascade.ts';
import { type ItemEnd, rollBackItem } from './roll-back-item.ts';

/**
 * Runs one image of a cascade by its plan, once those that it waits for are over. Running it again after a crash
 * continues the same rebase or rollback.
 */
export async function runCascadeItem(context: CascadeContext, job: CascadeJob): Promise<void> {
  const { cascadeId, reference } = job;
  const cascade = await readCascadeState(context.db, cascadeId);
  const item = await readCascadeItem(context.db, cascadeId, reference);
  if (cascade === undefined || item === undefined) return;
  if (!isOverItem(item.state)) {
    const mayStart = cascade.state === 'running' && cascade.round === job.round;
    if (!mayStart && item.state !== 'running') return;
    const end =
      cascade.kind === 'rebase'
        ? await rebaseItem(context, cascade, item)
        : await undoItem(context, cascade, item);
    if (end === undefined) return;
    // Paused first: a crash in between leaves an image that is running, not a cascade that goes on by itself.
    if (cascade.canary === reference) await pauseAfterCanary(context, cascadeId);
    await updateCascadeItem(context.db, cascadeId, reference, { ...end, finishedAt: context.clock() });
    await publish(context, cascadeId, (await readCascadeState(context.db, cascadeId))?.state ?? 'running');
  }
  // For an item that is over already, too: who ended it may have been killed before this.
  await enqueueDependents(context, job);
  await finishIfOver(context, cascadeId);
}

/** Puts a tag back once the images based on it are over, whatever their outcome: each tag goes back by itself. */
async function undoItem(
  context: CascadeContext,
  cascade: StoredCascade,
  item: CascadeItem,
): Promise<ItemEnd | undefined> {
  const items = (await readCascade(context.db, cascade.id))?.items ?? [];
  const before = new Set(predecessors('rollback', item, items));
  if (items.some(({ reference, state }) => before.has(reference) && !isOverItem(state))) return undefined;
  return rollBackItem(context, cascade, item);
}

async function pauseAfterCanary(context: WithDatabase, id: string): Promise<void> {
  await changeCascade(context.db, id, ['running'], { state: 'paused', finishedAt: null });
}

/** If the cascade was paused and resumed meanwhile, the images that wait for this one have no job that does. */
async function enqueueDependents(
  context: CascadeContext,
  { cascadeId, reference, round }: CascadeJob,
): Promise<void> {
  const now = await readCascade(context.db, cascadeId);
  if (now === undefined || now.cascade.state !== 'running' || now.cascade.round === round) return;
  const { cascade, items } = now;
  await enqueue(
    context,
    cascade,
    (item) => item.state === 'waiting' && predecessors(cascade.kind, item, items).includes(reference),
  );
}

async function rebaseItem(
  context: CascadeContext,
  cascade: StoredCascade,
  item: CascadeItem,
): Promise<ItemEnd | undefined> {
  const parent =
    item.parent === null ? undefined : await readCascadeItem(context.db, cascade.id, item.parent);
  if (parent !== undefined && !isOverItem(parent.state)) return undefined;
  if (parent !== undefined && parent.state !== 'succeeded' && parent.state !== 'no-op') {
    return { state: 'skipped', error: `${parent.reference}, its base, was not rebased.` };
  }
  try {
    const rebaseId = item.rebaseId ?? (await open(context, cascade, item));
    const state = await runRebase(context, rebaseId);
    // Still open: the registry does not show what the tag holds, so images based on it wait.
    if (state === 'running') return undefined;
    return { state: ENDS[state ?? 'failed'], error: null };
  } catch (error) {
    // The image waits: the cascade tries it again, and the result is known or given up within the hour.
    if (error instanceof RollBackUnclearError) {
      await updateCascadeItem(context.db, cascade.id, item.reference, { error: error.message });
      await publish(context, cascade.id, cascade.state);
      return undefined;
    }
    if (error instanceof PlanOutdatedError) return { state: 'conflict', error: error.message };
    if (error instanceof RebaseRefusedError) return { state: 'refused', error: error.message };
    throw error;
  }
}

const ENDS: Readonly<Record<RebaseState, CascadeItemState>> = {
  queued: 'failed',
  running: 'failed',
  succeeded: 'succeeded',
  'rolled-back': 'succeeded',
  'no-op': 'no-op',
  failed: 'failed',
  conflict: 'conflict',
};

/** Opens the item's rebase if its base is still the planned one. */
async function open(
  context: WithDatabase & WithClock & WithEvents & WithPush & WithTagCaches,
  cascade: StoredCascade,
  item: CascadeItem,
): Promise<string> {
  const stored = item.planId === null ? undefined : await readPlan(context.db, item.planId);
  if (stored === undefined) throw new PlanOutdatedError('Its plan is gone. Plan the cascade again.');
  const { newBase, target } = stored.plan;
  requirePush(context, target);
  const tagCache = context.tagCaches.of(cascade.id);
  if (item.parent === null) {
    const { fact } = await tagCache.check(parseReference(newBase.name));
    if (fact.state !== 'resolved' || fact.digest !== newBase.digest) {
      throw new PlanOutdatedError(`${newBase.name} has moved since this was planned. Plan again.`);
    }
  }
  const origin = `cascade from ${cascade.reference}`;
  const reason = cascade.reason === null ? origin : `${cascade.reason} (${origin})`;
  const rebase = await openPlanned(context, stored, { actor: cascade.actor, reason }, cascade.id);
  await updateCascadeItem(context.db, cascade.id, item.reference, { state: 'running', rebaseId: rebase.id });
  await publish(context, cascade.id, 'running');
  return rebase.id;
}

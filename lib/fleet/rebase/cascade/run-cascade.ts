import { parseReference } from '#lib/oci/reference.ts';
import { CASCADE_ITEM_STATES, type CascadeItemState, type RebaseState } from '#lib/rebase/states.ts';
import {
  beginRound,
  type CascadeItem,
  changeCascade,
  countItems,
  readCascade,
  readCascadeItem,
  readCascadeState,
  type StoredCascade,
  setWaitingItems,
  updateCascadeItem,
} from '#lib/store/rebases/cascades.ts';
import { readPlan } from '#lib/store/rebases/rebases.ts';
import type { WithClock, WithDatabase, WithEvents, WithTagCaches } from '../../capabilities.ts';
import { NotFoundError } from '../../errors.ts';
import type { ScanContext } from '../../scan/scan-images.ts';
import { PlanOutdatedError, RebaseRefusedError } from '../errors.ts';
import type { ExecutionContext } from '../execution/execution-context.ts';
import { runRebase } from '../execution/run-rebase.ts';
import { scanGathered } from '../execution/scan-moved-tags.ts';
import { openPlanned, requirePush } from '../execution/start-rebase.ts';
import type { WithPush } from '../push.ts';
import type { CascadeJob, WithCascadeQueue } from '../rebase-queue.ts';

/** What running a cascade needs: what its rebases need, and a queue for its images. */
export interface CascadeContext extends Omit<ExecutionContext, 'queue'>, WithTagCaches {
  readonly queue: ExecutionContext['queue'] & WithCascadeQueue['queue'];
}

/** Starts a planned cascade, or resumes a paused one. */
export async function startCascade(context: CascadeContext, id: string, actor: string): Promise<void> {
  const found = await readCascade(context.db, id);
  if (found === undefined) throw new NotFoundError(`There is no cascade with the id ${id}. Plan it again.`);
  const first = found.items.find(({ planId, state }) => planId !== null && state === 'planned');
  const plan = first?.planId ? await readPlan(context.db, first.planId) : undefined;
  if (plan !== undefined) requirePush(context, plan.plan);
  const started = await beginRound(context.db, id, actor);
  if (started === undefined) {
    throw new PlanOutdatedError(
      `The cascade is ${found.cascade.state}: only a planned or paused one can be started.`,
    );
  }
  await setWaitingItems(context.db, id, 'waiting');
  await enqueue(context, started, (item) => item.state === 'planned' || item.state === 'waiting');
  await publish(context, id, 'running');
  await finishIfOver(context, id);
}

/** Enqueues the rest of a cascade unless it has a job; of a paused or stopped one, only the running images. */
export async function resumeCascade(context: CascadeContext, cascade: StoredCascade): Promise<void> {
  if (await context.queue.holdsCascade(cascade.id)) return;
  const isRunning = cascade.state === 'running';
  await enqueue(context, cascade, ({ state }) =>
    isRunning ? !CASCADE_ITEM_STATES[state].over : state === 'running',
  );
  await finishIfOver(context, cascade.id);
}

/** Enqueues items, each after its parent if that is enqueued too. */
async function enqueue(
  context: WithDatabase & WithCascadeQueue,
  { id, round }: StoredCascade,
  wanted: (item: CascadeItem) => boolean,
): Promise<void> {
  const items = (await readCascade(context.db, id))?.items.filter(wanted) ?? [];
  const names = new Set(items.map(({ reference }) => reference));
  await context.queue.cascade(
    items.map(({ reference, parent }) => ({
      cascadeId: id,
      reference,
      round,
      parent: parent !== null && names.has(parent) ? parent : null,
      registry: parseReference(reference).registry,
    })),
  );
}

/** Pauses a cascade: running rebases finish, and no other starts. */
export async function pauseCascade(
  context: WithDatabase & WithClock & WithEvents,
  id: string,
): Promise<void> {
  await change(context, id, ['running'], 'paused');
}

/** Stops a cascade: running rebases finish, the rest is left as it is. */
export async function stopCascade(context: WithDatabase & WithClock & WithEvents, id: string): Promise<void> {
  await change(context, id, ['running', 'paused'], 'stopped');
  await setWaitingItems(context.db, id, 'skipped');
  await publish(context, id, 'stopped');
}

async function change(
  context: WithDatabase & WithClock & WithEvents,
  id: string,
  from: readonly StoredCascade['state'][],
  state: StoredCascade['state'],
): Promise<void> {
  const finishedAt = state === 'stopped' ? context.clock() : null;
  if ((await changeCascade(context.db, id, from, { state, finishedAt })) !== undefined) {
    return publish(context, id, state);
  }
  const known = await readCascadeState(context.db, id);
  if (known === undefined) throw new NotFoundError(`There is no cascade with the id ${id}.`);
  throw new PlanOutdatedError(`The cascade is ${known.state} already.`);
}

/**
 * Rebases one image of a cascade by its plan, once its parent is over. Running it again after a crash continues the same
 * rebase.
 */
export async function runCascadeItem(context: CascadeContext, job: CascadeJob): Promise<void> {
  const { cascadeId, reference } = job;
  const cascade = await readCascadeState(context.db, cascadeId);
  const item = await readCascadeItem(context.db, cascadeId, reference);
  if (cascade === undefined || item === undefined) return;
  if (!CASCADE_ITEM_STATES[item.state].over) {
    const mayStart = cascade.state === 'running' && cascade.round === job.round;
    if (!mayStart && item.state !== 'running') return;
    const end = await runItem(context, cascade, item);
    if (end === undefined) return;
    await updateCascadeItem(context.db, cascadeId, reference, end);
    await publish(context, cascadeId, 'running');
  }
  // For an item that is over already, too: who ended it may have been killed before this.
  await enqueueDependents(context, job);
  await finishIfOver(context, cascadeId);
}

/** If the cascade was paused and resumed meanwhile, the images based on this one have no job that waits for it. */
async function enqueueDependents(
  context: CascadeContext,
  { cascadeId, reference, round }: CascadeJob,
): Promise<void> {
  const now = await readCascadeState(context.db, cascadeId);
  if (now === undefined || now.state !== 'running' || now.round === round) return;
  await enqueue(context, now, (item) => item.parent === reference && item.state === 'waiting');
}

type ItemEnd = { readonly state: CascadeItemState; readonly error?: string | null };

async function runItem(
  context: CascadeContext,
  cascade: StoredCascade,
  item: CascadeItem,
): Promise<ItemEnd | undefined> {
  const parent =
    item.parent === null ? undefined : await readCascadeItem(context.db, cascade.id, item.parent);
  if (parent !== undefined && !CASCADE_ITEM_STATES[parent.state].over) return undefined;
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
  const { newBase } = stored.plan;
  requirePush(context, stored.plan);
  const tagCache = context.tagCaches.of(cascade.id);
  if (item.parent === null) {
    const { fact } = await tagCache.check(parseReference(newBase.name));
    if (fact.state !== 'resolved' || fact.digest !== newBase.digest) {
      throw new PlanOutdatedError(`${newBase.name} has moved since this was planned. Plan again.`);
    }
  }
  const consent = { actor: cascade.actor, reason: `cascade from ${cascade.reference}` };
  const rebase = await openPlanned(context, stored, consent, cascade.id);
  await updateCascadeItem(context.db, cascade.id, item.reference, { state: 'running', rebaseId: rebase.id });
  await publish(context, cascade.id, 'running');
  return rebase.id;
}

/** Ends a cascade whose last image is over. */
async function finishIfOver(context: ScanContext, id: string): Promise<void> {
  const counts = (await countItems(context.db, [id])).get(id) ?? {};
  const open = (Object.entries(counts) as [CascadeItemState, number][]).some(
    ([state, number]) => number > 0 && !CASCADE_ITEM_STATES[state].over,
  );
  if (open) return;
  await scanGathered(context);
  // Refusals were shown before the cascade was started.
  const bad = (counts.failed ?? 0) + (counts.conflict ?? 0);
  const state = bad > 0 ? 'failed' : 'succeeded';
  const ended = await changeCascade(context.db, id, ['running', 'paused'], {
    state,
    finishedAt: context.clock(),
  });
  if (ended !== undefined) await publish(context, id, state);
}

async function publish({ events }: WithEvents, id: string, state: StoredCascade['state']): Promise<void> {
  await events.publish([{ type: 'cascade', id, state }]);
}

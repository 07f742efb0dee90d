import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { ExecutionError, executePlan } from '#lib/rebase/execution/execute.ts';
import type { ExecutionStep } from '#lib/rebase/execution/execution-steps.ts';
import { isOver, type RebaseState } from '#lib/rebase/states.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { endMoved } from '#lib/store/rebases/audit-log.ts';
import { readRebase, updateRebase } from '#lib/store/rebases/rebases.ts';
import type { StoredRebase, StoredStep } from '#lib/store/rebases/stored-rebase.ts';
import type { WithClock, WithDatabase, WithEvents, WithLog } from '../../capabilities.ts';
import type { ExecutionContext } from './execution-context.ts';
import { protectOldDigest } from './protect-old-digest.ts';
import { watchSteps } from './save-step-progress.ts';
import { scanMovedTags, scanSoon } from './scan-moved-tags.ts';
import { doneSteps, failedSteps, unneededSteps, withStep } from './step-states.ts';

/**
 * Executes an opened rebase and returns how it ended. Running it again after a crash, at whatever step,
 * ends the same: what is there already is found by its digest, and a move of the tag is recorded once. Trouble with
 * the registry ends the rebase as failed, or leaves it running if it is unclear whether the tag was moved: then it has
 * to run again. Only bugs and a lost database throw.
 */
export async function runRebase(context: ExecutionContext, id: string): Promise<RebaseState | undefined> {
  const found = await readRebase(context.db, id);
  if (found === undefined) return undefined;
  const { rebase } = found;
  const { plan } = found.plan;
  if (isOver(rebase.state)) return rebase.state;
  const target = parseReference(plan.target);
  const refusal = context.push.refusal(target);
  if (refusal !== undefined) return end(context, rebase, 'failed', rebase.steps, refusal.detail);

  let { steps } = rebase;
  const begun = () => steps.some(({ kind, state }) => kind === 'tag' && state !== 'pending');
  await note(context, rebase, 'running', steps);
  const watched = watchSteps(() => note(context, rebase, 'running', steps));
  const onStep = async (step: ExecutionStep) => {
    steps = withStep(steps, step);
    // The tag's step is stored before it is taken: that is how a tag that was put is known as ours after a crash.
    await watched.changed(step.kind === 'tag' && step.state === 'running');
  };
  try {
    const outcome = await executePlan(context.push.registry, plan, {
      onStep,
      resumed: steps.some(({ state }) => state !== 'pending'),
      begun: begun(),
      ...(context.push.patience ? { patience: context.push.patience } : {}),
    });
    watched.end();
    if (outcome.kind === 'unclear') return await leaveOpen(context, rebase, steps, outcome.detail);
    if (outcome.kind === 'conflict') return await endInConflict(context, rebase, steps, outcome);
    // A tag that was put before a crash is ours, although this run finds it already moved.
    if (outcome.kind === 'already-done' && !begun()) {
      return await end(context, rebase, 'no-op', unneededSteps(steps), null);
    }
    await protectOldDigest(context, rebase);
    const at = context.clock();
    await endMoved(context.db, rebase, { steps: doneSteps(steps), finishedAt: at }, at);
  } catch (error) {
    if (!(error instanceof ExecutionError) && !(error instanceof RegistryError)) throw error;
    context.log.warn({ err: error, rebase: rebase.id }, 'a rebase failed');
    const unclear = begun() && (!(error instanceof ExecutionError) || error.doubtful || wasBegun(rebase));
    return await end(context, rebase, 'failed', failedSteps(steps), error.message, unclear);
  } finally {
    watched.end();
  }
  await publish(context, rebase.id, 'succeeded');
  const moved = formatReference(target);
  if (rebase.cascadeId === null) await scanMovedTags(context, [moved]);
  else scanSoon(context, moved);
  return 'succeeded';
}

/** How long a tag is checked that may still change after its rebase failed. */
const RECHECK_MS = 3600 * 1000;
/** How long a rebase stays open while the registry does not show its tag. */
const OPEN_MS = 24 * 3600 * 1000;

/** Whether a run before this one may have put the tag. */
function wasBegun({ steps }: StoredRebase): boolean {
  return steps.some(({ kind, state }) => kind === 'tag' && state !== 'pending');
}

/** It is unclear whether the tag was moved: the rebase keeps its tag's lock, and is retried every minute. */
async function leaveOpen(
  context: WithDatabase & WithClock & WithEvents & WithLog,
  rebase: StoredRebase,
  steps: readonly StoredStep[],
  detail: string,
): Promise<RebaseState> {
  context.log.warn({ rebase: rebase.id, detail }, 'it is unclear whether a tag was moved');
  if (context.clock().getTime() - rebase.createdAt.getTime() > OPEN_MS) {
    return end(context, rebase, 'failed', failedSteps(steps), detail, true);
  }
  await updateRebase(context.db, rebase.id, { state: 'running', steps, error: detail });
  await publish(context, rebase.id, 'running');
  return 'running';
}

/** The tag holds something else: if it held what was put in between, that move is recorded. */
async function endInConflict(
  context: WithDatabase & WithClock & WithEvents,
  rebase: StoredRebase,
  steps: readonly StoredStep[],
  { found, passed }: { readonly found: string | null; readonly passed?: boolean },
): Promise<RebaseState> {
  const { target, toDigest } = rebase;
  const now = found ?? 'gone';
  if (passed !== true) {
    const detail = `${target} has moved since this was planned: it is ${now} now. Nothing was put over it. Plan again.`;
    return end(context, rebase, 'conflict', failedSteps(steps), detail);
  }
  const detail = `${target} was moved to ${toDigest}, and is ${now} now: somebody moved it again. It stays as it is. Plan again.`;
  const at = context.clock();
  const ended = { steps: failedSteps(steps), finishedAt: at, state: 'conflict', error: detail } as const;
  await endMoved(context.db, rebase, ended, at);
  await publish(context, rebase.id, 'conflict');
  return 'conflict';
}

async function note(
  context: WithDatabase & WithEvents,
  { id }: StoredRebase,
  state: RebaseState,
  steps: readonly StoredStep[],
): Promise<void> {
  await updateRebase(context.db, id, { state, steps });
  await publish(context, id, state);
}

/** `unclear` if the tag may still change: then it is checked again. */
async function end(
  context: WithDatabase & WithClock & WithEvents,
  { id }: StoredRebase,
  state: RebaseState,
  steps: readonly StoredStep[],
  error: string | null,
  unclear = false,
): Promise<RebaseState> {
  const now = context.clock();
  const recheckUntil = unclear ? new Date(now.getTime() + RECHECK_MS) : null;
  await updateRebase(context.db, id, { state, steps, error, finishedAt: now, recheckUntil });
  await publish(context, id, state);
  return state;
}

async function publish({ events }: WithEvents, id: string, state: RebaseState): Promise<void> {
  await events.publish([{ type: 'rebase', id, state }]);
}

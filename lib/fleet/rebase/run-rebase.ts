import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { ExecutionError, executePlan } from '#lib/rebase/execution/execute.ts';
import type { ExecutionStep } from '#lib/rebase/execution/steps.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { endMoved } from '#lib/store/audit.ts';
import {
  isOver,
  type RebaseState,
  readRebase,
  type StoredRebase,
  type StoredStep,
  updateRebase,
} from '#lib/store/rebases.ts';
import type { FleetContext } from '../context.ts';
import { protectOldDigest } from './protect-old-digest.ts';
import { scanAround, scanSoon } from './scan-around.ts';
import { failedSteps, withStep } from './steps.ts';
import { watchSteps } from './watch-steps.ts';

/**
 * Executes an opened rebase to its end and answers how it ended. Running it again after a crash, at whatever
 * step, ends the same: what is there already is found by its digest, and a move of the tag is recorded once.
 * Trouble with the registry ends the rebase as failed; only bugs and a lost database throw.
 */
export async function runRebase(context: FleetContext, id: string): Promise<RebaseState | undefined> {
  const found = await readRebase(context.db, id);
  if (found === undefined) return undefined;
  const { rebase } = found;
  const { plan } = found.plan;
  if (isOver(rebase.state)) return rebase.state;
  const target = parseReference(plan.target);
  const refusal = context.push.refusal(target);
  if (refusal !== undefined) return end(context, rebase, 'failed', rebase.steps, refusal.detail);

  let { steps } = rebase;
  // A tag that was put before a crash is ours, though this run finds it moved already.
  const begun = steps.some(({ kind, state }) => kind === 'tag' && state !== 'pending');
  await note(context, rebase, 'running', steps);
  const watched = watchSteps(() => note(context, rebase, 'running', steps));
  const onStep = async (step: ExecutionStep) => {
    steps = withStep(steps, step);
    // The tag's step is written down before it is taken: only so is a tag that was put known as ours after a crash.
    await watched.told(step.kind === 'tag' && step.state === 'running');
  };
  try {
    const execute = () =>
      executePlan(context.push.registry, plan, {
        onStep,
        resumed: steps.some(({ state }) => state !== 'pending'),
      });
    const outcome = await patiently(execute, (err) => {
      context.log.warn({ err, rebase: rebase.id }, 'a registry missed a blob that it has; trying again');
    });
    if (outcome.kind === 'conflict') {
      const now = outcome.found ?? 'gone';
      const detail = `${plan.target} has moved since this was planned: it is ${now} now. Nothing was put over it. Plan again.`;
      return await end(context, rebase, 'conflict', failedSteps(steps), detail);
    }
    if (outcome.kind === 'already-done' && !begun) return await end(context, rebase, 'no-op', steps, null);
    await protectOldDigest(context, rebase);
    const at = context.clock();
    await endMoved(context.db, rebase, { steps, finishedAt: at }, at);
  } catch (error) {
    if (!(error instanceof ExecutionError) && !(error instanceof RegistryError)) throw error;
    context.log.warn({ err: error, rebase: rebase.id }, 'a rebase failed');
    return await end(context, rebase, 'failed', failedSteps(steps), error.message);
  } finally {
    watched.end();
  }
  await publish(context, rebase.id, 'succeeded');
  const moved = formatReference(target);
  if (rebase.cascadeId === null) await scanAround(context, [moved]);
  else scanSoon(context, moved);
  return 'succeeded';
}

/** Times that a blob may be missed, and the first pause after it, in milliseconds; each next one is twice as long. */
const MISSES = 4;
const PAUSE_MS = 100;

/**
 * Tries again where a registry does not know a blob that it was given just before. Distribution 2.8 writes its links in
 * place: a manifest that is put while another job of the repository links the same blob finds it missing for a moment.
 */
async function patiently<T>(act: () => Promise<T>, missed: (error: unknown) => void): Promise<T> {
  for (let times = 1; ; times += 1) {
    try {
      return await act();
    } catch (error) {
      if (times > MISSES || !isBlobMissed(error)) throw error;
      missed(error);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** (times - 1)));
    }
  }
}

/** The codes (distribution-spec § Error codes) with which a manifest is refused for a blob that is not to be read. */
const BLOB_MISSED: ReadonlySet<string> = new Set([
  'BLOB_UNKNOWN',
  'DIGEST_INVALID',
  'MANIFEST_BLOB_UNKNOWN',
  'MANIFEST_INVALID',
]);

function isBlobMissed(error: unknown): boolean {
  const { cause } = error instanceof ExecutionError ? error : { cause: undefined };
  return cause instanceof RegistryError && cause.operation === 'put-manifest' && BLOB_MISSED.has(cause.code);
}

async function note(
  context: FleetContext,
  { id }: StoredRebase,
  state: RebaseState,
  steps: readonly StoredStep[],
): Promise<void> {
  await updateRebase(context.db, id, { state, steps });
  await publish(context, id, state);
}

async function end(
  context: FleetContext,
  { id }: StoredRebase,
  state: RebaseState,
  steps: readonly StoredStep[],
  error: string | null,
): Promise<RebaseState> {
  await updateRebase(context.db, id, { state, steps, error, finishedAt: context.clock() });
  await publish(context, id, state);
  return state;
}

async function publish({ events }: FleetContext, id: string, state: RebaseState): Promise<void> {
  await events.publish([{ type: 'rebase', id, state }]);
}

import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { ExecutionError, executePlan } from '#lib/rebase/execution/execute.ts';
import type { ExecutionStep } from '#lib/rebase/execution/steps.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { endMoved } from '#lib/store/audit.ts';
import { findImageIds, readStandings } from '#lib/store/images.ts';
import {
  isOver,
  type RebaseState,
  readRebase,
  type StoredRebase,
  type StoredStep,
  updateRebase,
} from '#lib/store/rebases.ts';
import type { FleetContext } from '../context.ts';
import { beginScan } from '../scan-images.ts';
import { protectOldDigest } from './protect-old-digest.ts';
import { failedSteps, withStep } from './steps.ts';

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
  const onStep = async (step: ExecutionStep) => {
    steps = withStep(steps, step);
    await note(context, rebase, 'running', steps);
  };
  try {
    const execute = () =>
      executePlan(context.push.registry, plan, {
        onStep,
        resumed: steps.some(({ state }) => state !== 'pending'),
      });
    const outcome = await execute().catch((error) => {
      if (!isBlobMissed(error)) throw error;
      context.log.warn({ err: error, rebase: rebase.id }, 'a registry missed a blob it had; trying again');
      return execute();
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
  }
  await publish(context, rebase.id, 'succeeded');
  await scanAround(context, formatReference(target));
  return 'succeeded';
}

/**
 * Whether a registry does not know a blob that it was given just before. Distribution 2.8 writes its links in place: a
 * manifest that is put while another job of the repository links the same blob may find it missing for a moment.
 */
function isBlobMissed(error: unknown): boolean {
  const { cause } = error instanceof ExecutionError ? error : { cause: undefined };
  return cause instanceof RegistryError && BLOB_MISSED.has(cause.code);
}

const BLOB_MISSED: ReadonlySet<string> = new Set([
  'BLOB_UNKNOWN',
  'MANIFEST_BLOB_UNKNOWN',
  'MANIFEST_INVALID',
]);

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

/** Looks again at an image whose tag moved, and at what stands on it directly. */
export async function scanAround(context: FleetContext, name: string): Promise<void> {
  const standing = (await readStandings(context.db)).flatMap(({ reference, baseName }) =>
    reference === name || baseName === name ? [reference] : [],
  );
  const images = await findImageIds(context.db, standing);
  const subjects = images.map(({ id, reference }) => ({ id, registry: parseReference(reference).registry }));
  if (subjects.length > 0) await beginScan(context, subjects);
}

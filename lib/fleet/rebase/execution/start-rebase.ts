import { clockTime } from '#lib/lineage/words/time-words.ts';
import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { resolvedOrNull } from '#lib/rebase/execution/read-tag.ts';
import type { RebasePlan } from '#lib/rebase/rebase.ts';
import { openRebase, readOpenRebase } from '#lib/store/rebases/rebases.ts';
import type { RebaseHead, StoredPlan } from '#lib/store/rebases/stored-rebase.ts';
import { readRollBackEnd } from '#lib/store/rebases/tag-lock.ts';
import type { WithClock, WithDatabase, WithEvents, WithRegistry } from '../../capabilities.ts';
import { PlanOutdatedError, RollBackUnclearError, refuse } from '../errors.ts';
import type { WithPush } from '../push.ts';
import { getPlan } from '../read-rebases.ts';
import type { WithRebaseQueue } from '../rebase-queue.ts';
import { pendingSteps } from './step-states.ts';

/** Who started it, and why. */
export interface Consent {
  readonly actor: string;
  readonly reason: string | null;
}

/**
 * Enqueues a plan as it was shown. Throws `NotFoundError`, `RebaseRefusedError` if pushing is not allowed, and
 * {@link PlanOutdatedError} if a tag that the plan depends on has moved or is being moved.
 */
export async function applyRebase(
  context: WithDatabase & WithClock & WithEvents & WithRegistry & WithPush & WithRebaseQueue,
  planId: string,
  consent: Consent,
): Promise<RebaseHead> {
  const stored = await getPlan(context, planId);
  requirePush(context, stored.plan.target);
  await requireUnmoved(context, stored.plan);
  const rebase = await openPlanned(context, stored, consent, null);
  await context.queue.rebase(rebase.id);
  return rebase;
}

/**
 * Opens the rebase of a plan, and with it the tag's lock. One that is open for the same plan and cascade is
 * continued: its process may have been killed right after. Throws {@link PlanOutdatedError} if another holds the lock,
 * and {@link RollBackUnclearError} if the result of a rollback of the tag is not known yet.
 */
export async function openPlanned(
  context: WithDatabase & WithClock & WithEvents,
  stored: StoredPlan,
  consent: Consent,
  cascadeId: string | null,
): Promise<RebaseHead> {
  const { plan } = stored;
  const steps = pendingSteps(plan);
  const asked = { plan: stored, ...consent, cascadeId, steps, at: context.clock() };
  const rebase = await openRebase(context.db, asked);
  if (rebase === undefined) {
    const open = await readOpenRebase(context.db, plan.target);
    if (open?.planId === stored.id && open.cascadeId === cascadeId) return open;
    const until = open === undefined ? await readRollBackEnd(context.db, plan.target, asked.at) : undefined;
    if (until !== undefined) throw rollBackUnclear(plan.target, until, asked.at);
    throw new PlanOutdatedError(
      `${plan.target} is being moved by another rebase. Wait until that has finished, then plan again.`,
    );
  }
  await context.events.publish([{ type: 'rebase', id: rebase.id, state: rebase.state }]);
  return rebase;
}

function rollBackUnclear(target: string, until: Date, now: Date): RollBackUnclearError {
  const end = clockTime(until.toISOString(), now.getTime());
  return new RollBackUnclearError(
    `${target} is being rolled back, and the registry has not confirmed the result. Rebases of the tag wait for that, at most until ${end}. To find out now, undo the earlier rebase again.`,
  );
}

/** Throws the refusal if the target may not be written. */
export function requirePush(context: WithPush, target: string): void {
  const refusal = context.push.refusal(parseReference(target));
  if (refusal !== undefined) refuse(refusal.kind, refusal.detail, ['open-push']);
}

/** One HEAD for each tag that the plan depends on: each must hold what it held when this was planned. */
async function requireUnmoved(context: WithRegistry, plan: RebasePlan): Promise<void> {
  const target = formatReference(parseReference(plan.target));
  const tags = Map.groupBy(plan.resolved, ({ reference }) => reference);
  await Promise.all(
    [...tags].map(async ([reference, planned]) => {
      const resolved = await resolvedOrNull(context.registry, parseReference(reference));
      const now = resolved?.digest ?? null;
      // Already at the planned digest: the job finds nothing to do and says so.
      if (reference === target && now === plan.toDigest) return;
      const moved = planned.find(({ digest }) => digest !== now);
      if (moved === undefined) return;
      throw new PlanOutdatedError(
        `${reference} has moved since this was planned: it was ${moved.digest ?? 'not there'}, and is ${now ?? 'gone'} now. Plan again.`,
      );
    }),
  );
}

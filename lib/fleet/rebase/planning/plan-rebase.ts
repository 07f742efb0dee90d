import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { parseReference, type Repository } from '#lib/oci/reference.ts';
import { planAnnotate } from '#lib/rebase/planning/plan-annotate.ts';
import { planRebase } from '#lib/rebase/planning/plan-rebase.ts';
import type { PushRefusal } from '#lib/rebase/push-policy.ts';
import type { PlanWarning, RebaseAnswer, RebasePlan } from '#lib/rebase/rebase.ts';
import type { PlanKind } from '#lib/rebase/states.ts';
import { withBudget } from '#lib/registry/wrappers/budget.ts';
import { deleteUnusedPlans, insertPlan } from '#lib/store/rebases/rebases.ts';
import type { StoredPlan } from '#lib/store/rebases/stored-rebase.ts';
import type { WithClock, WithDatabase } from '../../capabilities.ts';
import { RebaseRefusedError } from '../errors.ts';
import type { WithPush } from '../push.ts';
import { findHazards } from './find-hazards.ts';
import { gather, gatherAnnotation, type RebaseRequest } from './gather-plan-inputs.ts';
import type { PlanContext } from './plan-context.ts';
import { NOTHING_PLANNED, type PlannedImages } from './planned-images.ts';
import { staleChain } from './stale-chain.ts';

/** Plans that nobody executed are kept this long. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** What everything that a plan reads may cost, besides its layers: those have bounds of their own. */
const PLAN_BUDGET = { ms: 180_000, calls: 4000 };

/** A plan as it is shown, and whether it may be executed here. */
export interface Preview {
  readonly stored: StoredPlan;
  readonly pushRefusal: PushRefusal | null;
}

/**
 * Plans a rebase and stores the plan; writes to no registry. `planned` are images that other plans will have pushed
 * before; `signal` ends it. Throws `RebaseRefusedError`, `UnconfirmedBaseError`,
 * `ReferenceSyntaxError`, and `RegistryError` for what the plan cannot do without.
 */
export async function previewRebase(
  given: PlanContext,
  request: RebaseRequest,
  planned: PlannedImages = NOTHING_PLANNED,
  signal?: AbortSignal,
): Promise<Preview> {
  const context = within(given, signal);
  const { question, lineage, warnings } = await gather(context, request, planned, signal);
  const answer = planRebase(question);
  const plan = planOf(request.newBase === undefined ? withChain(answer, lineage) : answer);
  const hazards = await findHazards(context, question, plan, planned, signal);
  return keep(context, 'rebase', plan, warnings, hazards);
}

/** The context with a budget of requests, and none once nobody waits for the plan. */
function within(context: PlanContext, signal: AbortSignal | undefined): PlanContext {
  return { ...context, registry: withBudget(context.registry, { ...PLAN_BUDGET, signal }) };
}

/** Plans to write the base annotations of a base that other evidence verified. Throws like {@link previewRebase}. */
export async function previewAnnotate(
  given: PlanContext,
  request: Pick<RebaseRequest, 'reference' | 'target' | 'base'>,
  signal?: AbortSignal,
): Promise<Preview> {
  const context = within(given, signal);
  const { question, warnings } = await gatherAnnotation(context, request, signal);
  return keep(context, 'annotate', planOf(planAnnotate(question)), warnings);
}

/** An image whose base is current, while one further down has moved: there is something to do, further down. */
function withChain(answer: RebaseAnswer, lineage: Lineage): RebaseAnswer {
  if (answer.kind !== 'refused' || answer.refusal.kind !== 'already-current') return answer;
  const cascade = staleChain(lineage);
  if (cascade === undefined) return answer;
  const { reference, to, chain } = cascade;
  const detail = `\`${to}\` is based on the current version of its base, but \`${chain[0]}\` further down is not: \`${reference}\` has moved. Rebase the chain from there, each image on the one before.`;
  const instead = ['rebase-chain'] as const;
  return { kind: 'refused', refusal: { ...answer.refusal, detail, instead, cascade } };
}

function planOf(answer: RebaseAnswer): RebasePlan {
  if (answer.kind === 'refused') throw new RebaseRefusedError(answer.refusal);
  return answer.plan;
}

async function keep(
  context: WithDatabase & WithClock & WithPush,
  kind: PlanKind,
  plan: RebasePlan,
  warnings: readonly PlanWarning[],
  hazards: readonly PlanWarning[] = [],
): Promise<Preview> {
  const complete = { ...plan, warnings: [...warnings, ...plan.warnings, ...hazards] };
  const stored = await insertPlan(context.db, kind, complete, context.clock());
  return { stored, pushRefusal: pushRefusalOf(context, parseReference(plan.target)) };
}

/** Removes plans that nobody executed within a week. */
export async function forgetOldPlans({ db, clock }: WithDatabase & WithClock): Promise<void> {
  await deleteUnusedPlans(db, new Date(clock().getTime() - KEPT_MS));
}

/** Why the target may not be written; null if it may. */
export function pushRefusalOf({ push }: WithPush, target: Repository): PushRefusal | null {
  return push.refusal(target) ?? null;
}

import { parseReference, type Repository } from '#lib/oci/reference.ts';
import { planAnnotate } from '#lib/rebase/planning/plan-annotate.ts';
import { planRebase } from '#lib/rebase/planning/plan-rebase.ts';
import type { PushRefusal } from '#lib/rebase/push-policy.ts';
import type { PlanWarning, RebaseAnswer, RebasePlan } from '#lib/rebase/rebase.ts';
import type { PlanKind } from '#lib/rebase/states.ts';
import { withBudget } from '#lib/registry/wrappers/budget.ts';
import { deleteUnusedPlans, insertPlan, type StoredPlan } from '#lib/store/rebases/rebases.ts';
import type { FleetContext } from '../../context.ts';
import { RebaseRefusedError } from '../errors.ts';
import { findHazards } from './find-hazards.ts';
import { gather, gatherAnnotation, type RebaseRequest } from './gather-plan-inputs.ts';
import { NOTHING_PLANNED, type PlannedImages } from './planned-images.ts';

/** Plans that nobody executed are kept this long. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** What everything that a plan reads may cost beside its layers: those have bounds of their own. */
const PLAN_BUDGET = { ms: 180_000, calls: 4000 };

/** A plan as it is shown, and whether it may be executed here. */
export interface Preview {
  readonly stored: StoredPlan;
  readonly pushRefusal: PushRefusal | null;
}

/**
 * Plans a rebase and keeps the plan; nothing is written to any registry. `planned` are images that other plans will
 * have pushed before; `signal` ends the reading. Throws `RebaseRefusedError`, `UnconfirmedBaseError`,
 * `ReferenceSyntaxError`, and `RegistryError` for what the plan cannot do without.
 */
export async function previewRebase(
  given: FleetContext,
  request: RebaseRequest,
  planned: PlannedImages = NOTHING_PLANNED,
  signal?: AbortSignal,
): Promise<Preview> {
  const context = within(given, signal);
  const { question, warnings } = await gather(context, request, planned, signal);
  const plan = planOf(planRebase(question));
  const hazards = await findHazards(context, question, plan, planned, signal);
  return keep(context, 'rebase', plan, warnings, hazards);
}

/** The context with registries that are asked only so much, and no more once nobody waits for the plan. */
function within(context: FleetContext, signal: AbortSignal | undefined): FleetContext {
  return { ...context, registry: withBudget(context.registry, { ...PLAN_BUDGET, signal }) };
}

/** Plans to write the base annotations of a base that other evidence verified. Throws like {@link previewRebase}. */
export async function previewAnnotate(
  given: FleetContext,
  request: Pick<RebaseRequest, 'reference' | 'target'>,
  signal?: AbortSignal,
): Promise<Preview> {
  const context = within(given, signal);
  const { question, warnings } = await gatherAnnotation(context, request, signal);
  return keep(context, 'annotate', planOf(planAnnotate(question)), warnings);
}

function planOf(answer: RebaseAnswer): RebasePlan {
  if (answer.kind === 'refused') throw new RebaseRefusedError(answer.refusal);
  return answer.plan;
}

async function keep(
  context: FleetContext,
  kind: PlanKind,
  plan: RebasePlan,
  warnings: readonly PlanWarning[],
  hazards: readonly PlanWarning[] = [],
): Promise<Preview> {
  const told = { ...plan, warnings: [...warnings, ...plan.warnings, ...hazards] };
  const stored = await insertPlan(context.db, kind, told, context.clock());
  return { stored, pushRefusal: pushRefusalOf(context, parseReference(plan.target)) };
}

/** Removes plans that nobody executed within a week. */
export async function forgetOldPlans({ db, clock }: FleetContext): Promise<void> {
  await deleteUnusedPlans(db, new Date(clock().getTime() - KEPT_MS));
}

/** Why the target may not be written, null where it may. */
export function pushRefusalOf({ push }: FleetContext, target: Repository): PushRefusal | null {
  return push.refusal(target) ?? null;
}

// Rows of rebases and plans with their JSON parsed.
import { z } from 'zod';
import type { RebasePlan } from '#lib/rebase/rebase.ts';
import { STEP_KIND, STEP_STATE, type StepKind, type StepState } from '#lib/rebase/states.ts';
import { storedPlan } from '#lib/rebase/stored-plan.ts';
import { parseStored } from '../database/stored-json.ts';
import type { rebasePlans, rebases } from '../schema/rebases.ts';

type RebaseRow = typeof rebases.$inferSelect;
type PlanRow = typeof rebasePlans.$inferSelect;

/** One step of a rebase with its progress. */
export interface StoredStep {
  readonly kind: StepKind;
  readonly detail: string;
  readonly state: StepState;
  readonly digest: string | null;
  readonly bytes: number | null;
  readonly bytesTotal: number | null;
}

/** Who requested a rollback, and why. */
interface RollBackRequest {
  readonly actor: string;
  readonly reason: string | null;
}

/** A rebase in lists, without its steps. */
export type RebaseHead = Omit<RebaseRow, 'steps' | 'rollBackBy'>;

/** A rebase. */
export interface StoredRebase extends RebaseHead {
  readonly steps: readonly StoredStep[];
  /** Who requested its rollback, while the result is unclear. */
  readonly rollBackBy: RollBackRequest | null;
}

/** A stored plan. */
export interface StoredPlan extends Omit<PlanRow, 'plan'> {
  readonly plan: RebasePlan;
}

const steps: z.ZodType<StoredStep[]> = z.array(
  z.object({
    kind: z.enum(STEP_KIND),
    detail: z.string(),
    state: z.enum(STEP_STATE),
    digest: z.string().nullable(),
    bytes: z.number().nullable(),
    bytesTotal: z.number().nullable(),
  }),
);

const rollBackRequest: z.ZodType<RollBackRequest> = z.object({
  actor: z.string(),
  reason: z.string().nullable(),
});

/** A row with its JSON parsed. Throws `StoredJsonError`. */
export function parseStoredRebase(row: RebaseRow): StoredRebase {
  return {
    ...row,
    steps: parseStored(steps, row.steps, `the steps of the rebase ${row.id}`),
    rollBackBy: parseStored(
      rollBackRequest.nullable(),
      row.rollBackBy,
      `the rollback of the rebase ${row.id}`,
    ),
  };
}

/** A row with its plan parsed, upcast if an earlier version stored it. Throws `StoredJsonError`. */
export function parseStoredPlan(row: PlanRow): StoredPlan {
  return { ...row, plan: parseStored(storedPlan, row.plan, `the plan ${row.id}`) };
}

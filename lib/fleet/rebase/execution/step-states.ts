import { type ExecutionStep, type PlannedStep, stepsOf } from '#lib/rebase/execution/execution-steps.ts';
import type { RebasePlan } from '#lib/rebase/rebase.ts';
import type { StoredStep } from '#lib/store/rebases/stored-rebase.ts';

/** The steps of a plan before any of them has begun. */
export function pendingSteps(plan: RebasePlan): StoredStep[] {
  return stepsOf(plan).map((step) => stored(step, 'pending'));
}

/** The steps with one of them replaced by its current state. */
export function withStep(steps: readonly StoredStep[], step: ExecutionStep): StoredStep[] {
  return steps.map((known, at) => (at === step.index ? stored(step, step.state) : known));
}

/** The steps of a rebase whose tag holds the planned digest: none is running. */
export function doneSteps(steps: readonly StoredStep[]): StoredStep[] {
  return steps.map((step) =>
    step.state === 'running' || step.state === 'failed' ? { ...step, state: 'done' } : step,
  );
}

/** The steps after a failure: the running one has failed. */
export function failedSteps(steps: readonly StoredStep[]): StoredStep[] {
  return steps.map((step) => (step.state === 'running' ? { ...step, state: 'failed' } : step));
}

/** The steps of a rebase that found the planned digest under its tag: the rest was not needed. */
export function unneededSteps(steps: readonly StoredStep[]): StoredStep[] {
  return doneSteps(steps).map((step) => (step.state === 'pending' ? { ...step, state: 'skipped' } : step));
}

function stored(step: PlannedStep & Pick<ExecutionStep, 'bytes'>, state: StoredStep['state']): StoredStep {
  return {
    kind: step.kind,
    detail: step.detail,
    state,
    digest: step.digest ?? null,
    bytes: step.bytes ?? null,
    bytesTotal: step.bytesTotal ?? null,
  };
}

import { problem, RequestProblem } from '../http/problem.ts';

/** Concurrent plans in this process. */
const MAX_PLANS = 8;
const TRY_AGAIN_SECONDS = 5;

let plans = 0;

/**
 * Computes a plan unless {@link MAX_PLANS} are being computed already, because a plan reads layers while its client
 * waits. Throws `RequestProblem` 429 then.
 */
export async function withinPlanLimit<T>(plan: () => Promise<T>): Promise<T> {
  if (plans >= MAX_PLANS) {
    const detail = `Baseboard is already computing ${MAX_PLANS} plans. Try again in ${TRY_AGAIN_SECONDS} seconds.`;
    throw new RequestProblem(problem('too-many-plans', detail, { retryAfter: TRY_AGAIN_SECONDS }));
  }
  plans += 1;
  try {
    return await plan();
  } finally {
    plans -= 1;
  }
}

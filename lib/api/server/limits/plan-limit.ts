import { problem, RequestProblem } from '../http/problem.ts';

/** Plans under way in this process, those that wait for their turn included. */
const MAX_PLANS = 8;
const TRY_AGAIN_SECONDS = 5;

let plans = 0;

/** Makes a plan, unless many are being made already: a plan reads layers, and whoever asks waits for it. */
export async function withinPlanLimit<T>(make: () => Promise<T>): Promise<T> {
  if (plans >= MAX_PLANS) {
    const detail = `Baseboard is making ${MAX_PLANS} plans already. Try again in ${TRY_AGAIN_SECONDS} seconds.`;
    throw new RequestProblem(problem('too-many-plans', detail, { retryAfter: TRY_AGAIN_SECONDS }));
  }
  plans += 1;
  try {
    return await make();
  } finally {
    plans -= 1;
  }
}

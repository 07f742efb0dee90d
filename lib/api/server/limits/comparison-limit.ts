import { problem, RequestProblem } from '../http/problem.ts';

/** Comparisons of contents in this process: one reads layers, the others wait for it. */
const MAX_COMPARISONS = 4;
const TRY_AGAIN_SECONDS = 20;

let comparisons = 0;

/**
 * Compares two images' contents unless {@link MAX_COMPARISONS} are under way already. Throws `RequestProblem` 429 then.
 */
export async function withinComparisonLimit<T>(compare: () => Promise<T>): Promise<T> {
  if (comparisons >= MAX_COMPARISONS) {
    const detail = `Baseboard is already comparing ${MAX_COMPARISONS} pairs of images. Try again in ${TRY_AGAIN_SECONDS} seconds.`;
    throw new RequestProblem(problem('too-many-comparisons', detail, { retryAfter: TRY_AGAIN_SECONDS }));
  }
  comparisons += 1;
  try {
    return await compare();
  } finally {
    comparisons -= 1;
  }
}

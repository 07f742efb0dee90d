import { id as idSchema } from '../../contract/images/images.ts';
import { problem, RequestProblem } from '../http/problem.ts';

/** An id that cannot be one is as unknown as one that is not there. */
export function knownId(id: string): string {
  if (idSchema.safeParse(id).success) return id;
  throw new RequestProblem(problem('not-found', `There is nothing with the id ${id.slice(0, 100)}.`));
}

import { id as idSchema } from '../../contract/images/images.ts';
import { problem, RequestProblem } from '../http/problem.ts';

/** Returns the id if it is a UUID. Throws `RequestProblem` 404 otherwise, as for an unknown id. */
export function knownId(id: string): string {
  if (idSchema.safeParse(id).success) return id;
  throw new RequestProblem(problem('not-found', `Nothing has the id ${id.slice(0, 100)}.`));
}

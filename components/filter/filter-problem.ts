import { ProblemError, type ShownProblem } from '#lib/api/client/request.ts';

/** The server's complaint about a filter; undefined for other errors, and for a complaint about the moment. */
export function filterProblem(error: unknown): ShownProblem | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  const { problem } = error;
  return problem.status === 400 && problem.field !== 'at' ? problem : undefined;
}

import { isProblemCode } from '#lib/api/contract/problem-codes.ts';
import { problemPage } from '#lib/api/present/problem-page.ts';
import { htmlResponse } from '#lib/api/server/http/document-response.ts';
import { problem, RequestProblem } from '#lib/api/server/http/problem.ts';
import { route } from '#lib/api/server/routes/route.ts';

export const GET = route<{ code: string }>(async ({ params: { code } }) => {
  if (isProblemCode(code)) return htmlResponse(problemPage(code));
  throw new RequestProblem(
    problem('not-found', `There is no error code ${code.slice(0, 100)}. See /problems.`),
  );
}, 'anyone');

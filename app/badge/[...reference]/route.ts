import { application } from '#lib/api/server/application/running-application.ts';
import { problem, RequestProblem } from '#lib/api/server/http/problem.ts';
import { badgeOptions, badgeResponse, badgeRoute } from '#lib/api/server/routes/badge-response.ts';

// The path is read from the URL: the parameter has lost which slashes were written as %2F.
export const GET = badgeRoute(async ({ request, url }) => {
  const badge = await application().imageBadge(url.pathname, badgeOptions(url));
  if (badge === null) {
    throw new RequestProblem(problem('no-such-path', 'A badge’s address ends in .svg or .json.'));
  }
  return badgeResponse(request, badge);
});

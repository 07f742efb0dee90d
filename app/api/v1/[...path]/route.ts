import { problem, RequestProblem } from '#lib/api/server/http/problem.ts';
import { route } from '#lib/api/server/routes/route.ts';

const unknownPath = route<{ path: string[] }>(async ({ params }) => {
  const path = `/api/v1/${params.path.join('/')}`;
  throw new RequestProblem(
    problem('no-such-path', `${path} is no path of this API; see /api/v1/openapi.json.`),
  );
});

export {
  unknownPath as DELETE,
  unknownPath as GET,
  unknownPath as PATCH,
  unknownPath as POST,
  unknownPath as PUT,
};

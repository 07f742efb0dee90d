import { loginRequest } from '#lib/api/contract/service.ts';
import { SECURE_SESSION_COOKIE, SESSION_COOKIE } from '#lib/api/server/access.ts';
import { readBody } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { problem, RequestProblem } from '#lib/api/server/problem.ts';
import { route } from '#lib/api/server/route.ts';
import { issueSession, sameSecret } from '#lib/api/server/session.ts';

/** Exchanges the token for a session cookie. */
export const POST = route(async ({ request }) => {
  const { accessPolicy, clock, loginLimit } = application();
  const { token } = await readBody(request, loginRequest);
  if (!loginLimit.take()) {
    throw new RequestProblem(
      problem(429, 'too-many-logins', 'Too many attempts: wait a minute and try again.'),
    );
  }
  if (accessPolicy.token === undefined || !sameSecret(token, accessPolicy.token)) {
    throw new RequestProblem(problem(401, 'wrong-token', 'That is not this server’s token.'));
  }
  loginLimit.reset();
  const { value, maxAge } = issueSession(accessPolicy.token, clock());
  return cookie(request, value, maxAge);
}, 'anyone');

/** Ends this browser's session. */
export const DELETE = route(async ({ request }) => cookie(request, '', 0), 'anyone');

function cookie(request: Request, value: string, maxAge: number): Response {
  const secure = request.headers.get('origin')?.startsWith('https://') === true;
  const name = secure ? SECURE_SESSION_COOKIE : SESSION_COOKIE;
  const attributes = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAge}${secure ? '; Secure' : ''}`;
  return new Response(null, { status: 204, headers: { 'set-cookie': `${name}=${value}; ${attributes}` } });
}

import { loginRequest } from '#lib/api/contract/service.ts';
import { DEVICE_COOKIE, readCookie, SESSION_COOKIE, setCookie } from '#lib/api/server/access/cookies.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { route } from '#lib/api/server/routes/route.ts';

/** Exchanges the token for a session cookie. */
export const POST = route(async ({ request }) => {
  const { token } = await readBody(request, loginRequest, { atMost: 4096 });
  const known = readCookie(request.headers.get('cookie'), DEVICE_COOKIE, false);
  const agent = request.headers.get('user-agent') ?? '';
  const { session, device } = await application().logInByToken(token, known, agent);
  return answer([
    cookie(request, SESSION_COOKIE, session.value, session.maxAge),
    cookie(request, DEVICE_COOKIE, device.value, device.maxAge),
  ]);
}, 'anyone');

/** Ends this browser's session. */
export const DELETE = route(async ({ request }) => {
  const value = readCookie(request.headers.get('cookie'), SESSION_COOKIE, false);
  if (value !== undefined) await application().logOutSession(value);
  return answer([cookie(request, SESSION_COOKIE, '', 0)]);
}, 'anyone');

/** The session cookie. It is `Secure` if the page came over https; browsers send its `Origin` with every write. */
function cookie(request: Request, name: string, value: string, maxAge: number): string {
  const secure = request.headers.get('origin')?.startsWith('https://') === true;
  return setCookie(name, value, { maxAge, secure, sameSite: 'Strict' });
}

function answer(cookies: readonly string[]): Response {
  const response = new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
  for (const each of cookies) response.headers.append('set-cookie', each);
  return response;
}

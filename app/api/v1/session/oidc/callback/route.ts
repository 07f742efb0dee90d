import { FLOW_COOKIE, readCookie, SESSION_COOKIE, setCookie } from '#lib/api/server/access/cookies.ts';
import { continueTo, redirectTo } from '#lib/api/server/access/login-responses.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';

/** The provider redirects here: finishes the login, then opens the requested page. */
export const GET = route(
  async ({ request, url }) => {
    const app = application();
    const secure = app.loginSecure;
    const flow = readCookie(request.headers.get('cookie'), FLOW_COOKIE, secure);
    const agent = request.headers.get('user-agent') ?? '';
    const ended = await app.endPersonLogin(url.search, flow, agent);
    const over = setCookie(FLOW_COOKIE, '', { maxAge: 0, secure, sameSite: 'Lax' });
    if ('failure' in ended) return redirectTo(`/login?failure=${ended.failure}`, [over]);
    const { value, maxAge } = ended.session;
    return continueTo(ended.next, [
      over,
      setCookie(SESSION_COOKIE, value, { maxAge, secure, sameSite: 'Strict' }),
    ]);
  },
  'anyone',
  'navigation',
);

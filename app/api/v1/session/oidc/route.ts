import { FLOW_COOKIE, setCookie } from '#lib/api/server/access/cookies.ts';
import { redirectTo } from '#lib/api/server/access/login-responses.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';

/** Leads to the provider; what must be known when it leads back waits in a cookie. */
export const GET = route(
  async ({ url }) => {
    const app = application();
    const next = url.searchParams.get('next');
    const { begun, failure } = await app.beginPersonLogin(next);
    if (begun === undefined) return redirectTo(`/login?failure=${failure}`);
    const { url: provider, flow, maxAge } = begun;
    // Lax: the way back begins at the provider, and a Strict cookie would stay behind.
    const cookie = setCookie(FLOW_COOKIE, flow, { maxAge, secure: app.loginSecure, sameSite: 'Lax' });
    return redirectTo(provider, [cookie]);
  },
  'anyone',
  'navigation',
);

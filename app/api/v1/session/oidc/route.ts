import { FLOW_COOKIE, setCookie } from '#lib/api/server/access/cookies.ts';
import { redirectTo } from '#lib/api/server/access/login-responses.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';

/** Redirects to the provider. A cookie keeps what the callback needs. */
export const GET = route(
  async ({ url }) => {
    const app = application();
    const next = url.searchParams.get('next');
    const { begun, failure } = await app.beginPersonLogin(next);
    if (begun === undefined) return redirectTo(`/login?failure=${failure}`);
    const { url: provider, flow, maxAge } = begun;
    // Lax: the provider redirects to the callback, and browsers send no Strict cookie on a redirect from another site.
    const cookie = setCookie(FLOW_COOKIE, flow, { maxAge, secure: app.loginSecure, sameSite: 'Lax' });
    return redirectTo(provider, [cookie]);
  },
  'anyone',
  'navigation',
);

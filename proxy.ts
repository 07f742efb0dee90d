import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { PATH_HEADER } from '#lib/api/server/http/path-header.ts';

/**
 * Reports and the pages of error codes are documents of their own: they set a stricter policy themselves, and the
 * embed says who may frame it. Two policies would both hold, and this one lets nobody frame anything.
 */
const OWN_POLICY = /^\/(?:(?:r|embed)\/[^/]+(?:\/graph\.svg|\/picture\.png)?|problems(?:\/[^/]+)?)$/;

/** Next's request hook: it only adds headers. Who may do what is decided in each handler, never here. */
export function proxy(request: NextRequest) {
  if (OWN_POLICY.test(request.nextUrl.pathname)) return NextResponse.next();
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from this request header.
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  // Where the login page leads back to; overwritten here, so never a caller's word.
  headers.set(PATH_HEADER, request.nextUrl.pathname + searchOf(request));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-frame-options', 'DENY');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  return response;
}

/** The query as a person has it in their address bar: `_rsc` is Next's own. */
function searchOf({ nextUrl }: NextRequest): string {
  const search = new URLSearchParams(nextUrl.search);
  search.delete('_rsc');
  return search.size === 0 ? '' : `?${search}`;
}

function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // Beside a nonce 'unsafe-inline' counts for nothing, and the development server writes style elements without one.
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Positions and sizes of nodes and bars are style attributes; they can load nothing.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export const config = {
  // Badges, the feed, hooks and the API are not pages and set their own headers. Next also keeps a copy of every body
  // that passes this hook, so API bodies must not.
  matcher: [{ source: '/((?!_next/static|favicon.ico|api/|badge/|hooks/|feed\\.atom$).*)' }],
};

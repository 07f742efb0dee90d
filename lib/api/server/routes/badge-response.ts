import type { BadgeDocument, BadgeOptions } from '../application/badge-application.ts';
import { entityTag, isNotModified } from '../http/conditional-requests.ts';
import { route } from './route.ts';

/** Proxies such as GitHub's keep a badge for as long. */
const HEADERS = {
  'cache-control': 'public, max-age=300',
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  // An SVG opened by itself is a page: this one runs nothing and loads nothing.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
};

/** What a badge's address asks of its look. A parameter given twice counts once. */
export function badgeOptions({ searchParams }: URL): BadgeOptions {
  return { label: searchParams.get('label'), style: searchParams.get('style') };
}

/** A badge as an answer that caches may keep for whoever asks next; 304 where the asker has it. */
export function badgeAnswer(request: Request, { mediaType, text }: BadgeDocument): Response {
  const etag = entityTag(text);
  const headers = { ...HEADERS, etag, 'content-type': mediaType };
  if (isNotModified(request.headers, { etag })) {
    return new Response(null, { status: 304, headers: { ...HEADERS, etag } });
  }
  return new Response(text, { headers });
}

/**
 * A route of badges: open to anyone, with the same answer for everyone. It bears no request id: an answer that
 * caches hand on has none, and unknown ones must not differ in anything.
 */
export function badgeRoute(handler: Parameters<typeof route>[0]): ReturnType<typeof route> {
  const answer = route(handler, 'anyone');
  return async (request, context) => {
    const response = await answer(request, context);
    if (response.status < 400) response.headers.delete('x-request-id');
    return response;
  };
}

import type { BadgeDocument, BadgeOptions } from '../application/badge-application.ts';
import { entityTag, isNotModified } from '../http/conditional-requests.ts';
import { route } from './route.ts';

/** Proxies such as GitHub's cache a badge for `max-age`. */
const HEADERS = {
  'cache-control': 'public, max-age=300',
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  // An SVG that is opened by itself is a page: it must not run or load anything.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
};

/** The options in a badge's URL. Of a repeated parameter the first counts. */
export function badgeOptions({ searchParams }: URL): BadgeOptions {
  return { label: searchParams.get('label'), style: searchParams.get('style') };
}

/** A badge as a response that shared caches may store; 304 if the client has it. */
export function badgeResponse(request: Request, { mediaType, text }: BadgeDocument): Response {
  const etag = entityTag(text);
  const headers = { ...HEADERS, etag, 'content-type': mediaType };
  if (isNotModified(request.headers, { etag })) {
    return new Response(null, { status: 304, headers: { ...HEADERS, etag } });
  }
  return new Response(text, { headers });
}

/**
 * A badge's route: open to anyone, with the same response for everyone. It has no request id, because caches share the
 * response and badges of unknown images must not differ in anything.
 */
export function badgeRoute(handler: Parameters<typeof route>[0]): ReturnType<typeof route> {
  const answer = route(handler, 'anyone');
  return async (request, context) => {
    const response = await answer(request, context);
    if (response.status < 400) response.headers.delete('x-request-id');
    return response;
  };
}

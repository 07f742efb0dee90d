import { type AtomFeed, formatAtom, updatedOf } from '#lib/sharing/atom-feed.ts';
import { entityTag, isNotModified, validatorHeaders } from '../http/conditional-requests.ts';

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; sandbox",
  // The content depends on the caller.
  vary: 'authorization, cookie',
};

/** A feed as a response; 304 if the client has it. Shared caches may store public feeds only. */
export function feedResponse(request: Request, feed: AtomFeed, isPublic: boolean): Response {
  const text = formatAtom(feed);
  const validators = {
    etag: entityTag(text),
    lastModified: feed.entries.length === 0 ? undefined : updatedOf(feed),
  };
  const headers = {
    ...HEADERS,
    ...validatorHeaders(validators),
    'cache-control': isPublic ? 'public, max-age=300' : 'private, no-cache',
  };
  if (isNotModified(request.headers, validators)) return new Response(null, { status: 304, headers });
  return new Response(text, {
    headers: { ...headers, 'content-type': 'application/atom+xml; charset=utf-8' },
  });
}

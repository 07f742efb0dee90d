import { type AtomFeed, formatAtom, updatedOf } from '#lib/sharing/atom-feed.ts';
import { entityTag, isNotModified, validatorHeaders } from '../http/conditional-requests.ts';

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; sandbox",
  // Who asks decides what is told.
  vary: 'authorization, cookie',
};

/** A feed as an answer; 304 where the asker has it. What is not everybody's is kept by no shared cache. */
export function feedAnswer(request: Request, feed: AtomFeed, isPublic: boolean): Response {
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

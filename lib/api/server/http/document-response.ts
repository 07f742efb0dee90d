import { createHash } from 'node:crypto';
import { STYLESHEET } from '#lib/reports/html/stylesheet.ts';

const STYLE_HASH = createHash('sha256').update(STYLESHEET).digest('base64');

/**
 * Headers of a document without scripts: it may only load this server's fonts and pictures. `drawing` is for an SVG
 * with inline styles. `frameAncestors` are the origins that may frame it; none by default.
 */
export function documentHeaders({
  drawing = false,
  frameAncestors = [],
}: {
  readonly drawing?: boolean;
  readonly frameAncestors?: readonly string[];
} = {}): [string, string][] {
  const framed = frameAncestors.length > 0;
  const policy = [
    "default-src 'none'",
    ...(drawing
      ? ["style-src 'unsafe-inline'", 'sandbox']
      : [`style-src 'sha256-${STYLE_HASH}'`, "img-src 'self'", "font-src 'self'"]),
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${framed ? frameAncestors.join(' ') : "'none'"}`,
  ];
  return [
    ['content-security-policy', policy.join('; ')],
    ['referrer-policy', 'no-referrer'],
    ['x-content-type-options', 'nosniff'],
    ['x-robots-tag', 'noindex, nofollow, noarchive'],
    ...(framed ? [] : [['x-frame-options', 'DENY'] satisfies [string, string]]),
  ];
}

/** An HTML document without scripts as a response. */
export function htmlResponse(text: string): Response {
  return new Response(text, {
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['cache-control', 'no-store'],
      ...documentHeaders(),
    ],
  });
}

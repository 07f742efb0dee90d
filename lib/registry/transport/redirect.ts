/** Redirects of one request that are followed. */
export const MAX_REDIRECTS = 3;

/** True for statuses that redirect a read. */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** True for statuses that redirect a write with its body (RFC 9110 § 15.4.8). */
export function isWriteRedirect(status: number): boolean {
  return status === 307 || status === 308;
}

/**
 * The absolute URL of a `Location` header; `base` is the URL that sent it. `undefined` if the header is missing or no
 * http(s) URL. Drops the fragment.
 */
export function resolveLocation(location: string | undefined, base: URL): URL | undefined {
  if (location === undefined || location === '') return undefined;
  const url = URL.parse(location, base);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  url.hash = '';
  return url;
}

/** How many redirects of one request are followed. */
export const MAX_REDIRECTS = 3;

/** True for the statuses that send a read elsewhere. */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** True for the statuses that send a write, with its body, elsewhere (RFC 9110 § 15.4.8). */
export function isWriteRedirect(status: number): boolean {
  return status === 307 || status === 308;
}

/**
 * The absolute URL of a `Location`, relative ones resolved against the URL that answered; `undefined` where it
 * is missing or no http(s) URL. Fragments are dropped.
 */
export function resolveLocation(location: string | undefined, base: URL): URL | undefined {
  if (location === undefined || location === '') return undefined;
  const url = URL.parse(location, base);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  url.hash = '';
  return url;
}

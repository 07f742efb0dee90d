const PLACEHOLDER_ORIGIN = 'http://nowhere.invalid';

/**
 * The local path to open after a login; `/` for anything else. The URL is parsed as browsers do: `//host`, `/\host` and
 * a tab between the slashes lead to another host.
 */
export function localPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, PLACEHOLDER_ORIGIN))
    return '/';
  const { origin, pathname, search, hash } = new URL(next, PLACEHOLDER_ORIGIN);
  const path = pathname + search + hash;
  return origin === PLACEHOLDER_ORIGIN && !path.startsWith('//') ? path : '/';
}

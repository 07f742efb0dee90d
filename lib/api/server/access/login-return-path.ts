const NOWHERE = 'http://nowhere.invalid';

/**
 * A page of ours to go on to after a login; `/` for anything else. Decided as a browser decides: `//host`, `/\host`
 * and a tab between the two lead elsewhere.
 */
export function ownPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, NOWHERE)) return '/';
  const { origin, pathname, search, hash } = new URL(next, NOWHERE);
  const path = pathname + search + hash;
  return origin === NOWHERE && !path.startsWith('//') ? path : '/';
}

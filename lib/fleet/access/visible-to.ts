import type { Caller } from '#lib/access/roles.ts';

/** Whose sessions and tokens someone may see and end: everyone's for an admin, else their own (null: the operator's). */
export function reachOf(who: Caller): string | null | 'everyone' {
  return who.permissions.includes('administer') ? 'everyone' : personIdOf(who);
}

/** The person behind a caller; null for the operator. */
export function personIdOf({ account }: Caller): string | null {
  if (account === 'nobody') throw new Error('an anonymous caller owns no sessions');
  return account === 'operator' ? null : account;
}

/**
 * True if someone may see and end the sessions and tokens within their reach. An API token speaks for a program, not
 * for the person who made it: without `administer` it reaches only itself.
 */
export function reachesAccess({ via, permissions }: Caller): boolean {
  return via !== 'api-token' || permissions.includes('administer');
}

import type { Caller } from '#lib/access/roles.ts';

/** Whose sessions and tokens someone may see and end: everyone's for an admin, else their own (null: the operator's). */
export function reachOf(who: Caller): string | null | 'everyone' {
  return who.permissions.includes('administer') ? 'everyone' : personIdOf(who);
}

/** The person behind a caller; null for the operator. */
export function personIdOf({ account }: Caller): string | null {
  if (account === 'nobody') throw new Error('whom nobody knows owns nothing');
  return account === 'operator' ? null : account;
}

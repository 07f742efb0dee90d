import type { Permission } from '#lib/access/roles.ts';
import { type ApiTokenRequest, TOKEN_DAYS } from '#lib/api/contract/access.ts';

/** What the form of a new API token holds. */
export interface TokenDraft {
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly days: number;
}

export const NEW_TOKEN: TokenDraft = { name: '', scopes: ['read'], days: TOKEN_DAYS };

/** The lifetimes that the form offers, in days. */
export const LIFETIMES: readonly number[] = [7, 30, TOKEN_DAYS, 180, 366];

/** Adds a scope, or removes it. */
export function withScopeToggled({ scopes, ...rest }: TokenDraft, scope: Permission): TokenDraft {
  const toggled = scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope];
  return { ...rest, scopes: toggled };
}

/** The request that creates the token; undefined while its name or its scopes are missing. */
export function tokenRequest({ name, scopes, days }: TokenDraft): ApiTokenRequest | undefined {
  if (name.trim() === '' || scopes.length === 0) return undefined;
  return { name: name.trim(), scopes: [...scopes], days };
}

/** "90 days", "a year". */
export function lifetimeWords(days: number): string {
  return days >= 365 ? 'a year' : `${days} days`;
}

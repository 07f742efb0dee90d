import { ROLE, type Role } from '#lib/access/roles.ts';
import type { OidcSettings } from '#lib/config/sections/oidc-settings.ts';
import type { StoredPerson } from '#lib/store/access/people.ts';

/** What a provider says of a person. */
export type Claims = Readonly<Record<string, unknown>>;

const MOST_VALUES = 1000;
const MOST_CHARACTERS = 200;
/** The name of who holds the server's token: nobody else goes by it. */
const RESERVED = 'operator';

/** The values of a claim: a text or a list of texts, at its name or at a path with dots (`realm_access.roles`). */
export function claimValues(claims: Claims, claim: string): string[] {
  const found = Object.hasOwn(claims, claim) ? claims[claim] : atPath(claims, claim.split('.'));
  const values = Array.isArray(found) ? found : [found];
  return values.filter((value): value is string => typeof value === 'string').slice(0, MOST_VALUES);
}

function atPath(claims: Claims, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? (at as Claims)[part] : undefined,
    claims,
  );
}

/** The greatest role that the values give; undefined for none. */
export function roleOfValues(
  values: readonly string[],
  { roles, defaultRole }: Pick<OidcSettings, 'roles' | 'defaultRole'>,
): Role | undefined {
  const given = ROLE.toReversed().find((role) => roles[role].some((value) => values.includes(value)));
  return given ?? (defaultRole === 'none' ? undefined : defaultRole);
}

/**
 * What a person is now, by the configuration of now and the claims of their last login; undefined if they may not
 * come in: shut out, of another provider, or without a role.
 */
export function roleOfPerson(person: StoredPerson, oidc: OidcSettings | undefined): Role | undefined {
  if (oidc === undefined || person.issuer !== oidc.issuer || person.shutOutAt !== null) return undefined;
  return roleOfValues(person.claim === oidc.roles.claim ? person.claimValues : [], oidc);
}

/**
 * What the record calls a person: the address that the provider vouches for, else the user name, else the subject.
 * The full name is left out: at many providers people choose it themselves.
 */
export function nameOfClaims(claims: Claims): string {
  const text = (name: string) => (typeof claims[name] === 'string' ? printable(claims[name]) : '');
  const email = claims.email_verified === false ? '' : text('email');
  const name = email || text('preferred_username') || text('sub');
  return name.toLowerCase() === RESERVED ? `${name} (${printable(text('sub'))})` : name;
}

function printable(text: string): string {
  return text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, MOST_CHARACTERS);
}

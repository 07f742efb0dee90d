/** Permissions that routes require. */
export const PERMISSION = [
  /** See the images, their verdicts and their evidence. */
  'read',
  /** Track and untrack images, declare bases, scan, open the sample fleet. */
  'track',
  /** Plan, run and roll back rebases, cascades and annotations. */
  'rebase',
  /** Create and revoke reports, save filters, mark images public. */
  'share',
  /** Manage notifications, hooks, people, other people's tokens and the audit log. */
  'administer',
] as const;
/** One of {@link PERMISSION}. */
export type Permission = (typeof PERMISSION)[number];

/** Roles of people, the one with the fewest permissions first. */
export const ROLE = ['viewer', 'operator', 'admin'] as const;
/** One of {@link ROLE}. */
export type Role = (typeof ROLE)[number];

const GRANTED: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  operator: ['read', 'track', 'rebase', 'share'],
  admin: PERMISSION,
};

/** The permissions of a role. */
export function permissionsOf(role: Role): readonly Permission[] {
  return GRANTED[role];
}

/** Somebody who acts: the name that the audit log shows, the role and the permissions. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
  /** At most the permissions of the role; an API token may have fewer. */
  readonly permissions: readonly Permission[];
}

/** A principal with all permissions of a role. */
export function principal(name: string, role: Role): Principal {
  return { name, role, permissions: permissionsOf(role) };
}

/** How a caller is authenticated. `local`: no login is configured. `token`: the server's own token. */
export const CALLER_VIA = ['local', 'token', 'session', 'api-token'] as const;
type CallerVia = (typeof CALLER_VIA)[number];

/** The principal of a request, and how it was authenticated. */
export interface Caller extends Principal {
  readonly via: CallerVia;
  /** Whose sessions and API tokens are the caller's own: the operator's, or a person's by id. `nobody`: anonymous. */
  readonly account: 'operator' | 'nobody' | (string & {});
  /** The session of the request; null without one. */
  readonly sessionId: string | null;
  /** The API token of the request. */
  readonly tokenId?: string;
}

/**
 * Who may call a route or open a page: a caller with a permission, `someone` who is authenticated, or `anyone` who
 * reaches the server (health, login, share links).
 */
export type Audience = Permission | 'someone' | 'anyone';

/** True if an authenticated caller belongs to an audience. */
export function belongsTo(audience: Audience, caller: Principal): boolean {
  return audience === 'anyone' || audience === 'someone' || caller.permissions.includes(audience);
}

/** Why a caller may not act: the permission that is missing, and the role or the scopes. For problems and buttons. */
export function whyNot(permission: Permission, { role, permissions }: Principal): string {
  const lacking = permissionsOf(role).includes(permission)
    ? `This token has the scopes ${permissions.join(', ') || 'of nothing'}`
    : `Your role is ${role}`;
  return `${lacking}: the permission “${permission}” is missing.`;
}

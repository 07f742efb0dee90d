/** What a route asks of who calls it. */
export const PERMISSION = [
  /** See the fleet, its verdicts and its evidence. */
  'read',
  /** Track and forget images, scan, open the sample fleet. */
  'track',
  /** Plan and execute rebases, cascades and annotations, and take them back. */
  'rebase',
  /** Make and revoke reports, mark images public. */
  'share',
  /** Notifications, people, other people's tokens, the record of access. */
  'administer',
] as const;
export type Permission = (typeof PERMISSION)[number];

/** Roles of people, the least first. */
export const ROLE = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLE)[number];

const GRANTED: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  operator: ['read', 'track', 'rebase', 'share'],
  admin: PERMISSION,
};

/** What a role may do. */
export function permissionsOf(role: Role): readonly Permission[] {
  return GRANTED[role];
}

/** Who calls: as the audit names them, and what they may do. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
  /** At most what the role may do; an API token's scopes may be fewer. */
  readonly permissions: readonly Permission[];
}

/** A principal with all that the role may do. */
export function principal(name: string, role: Role): Principal {
  return { name, role, permissions: permissionsOf(role) };
}

/** How a caller is known: at the machine itself, by the server's token, by a login, by an API token. */
export const CALLER_VIA = ['local', 'token', 'session', 'api-token'] as const;
type CallerVia = (typeof CALLER_VIA)[number];

/** A principal as a request made them known. */
export interface Caller extends Principal {
  readonly via: CallerVia;
  /** Whose sessions and tokens are theirs: the operator's, or a person's, by id. `nobody` where nobody was asked for. */
  readonly account: 'operator' | 'nobody' | (string & {});
  /** The session they came with. */
  readonly sessionId: string | null;
  /** The API token they came with. */
  readonly tokenId?: string;
}

/**
 * Who may call a route or see a page: whoever has the permission, someone whom the server knows whatever they may
 * do, or anyone who reaches the server (health, login, share links).
 */
export type Audience = Permission | 'someone' | 'anyone';

/** True where a caller belongs to an audience. */
export function belongsTo(audience: Audience, caller: Principal): boolean {
  return audience === 'anyone' || audience === 'someone' || caller.permissions.includes(audience);
}

/** Why someone may not: what is missing and what they are, as problems and disabled buttons say it. */
export function whyNot(permission: Permission, { role, permissions }: Principal): string {
  const lacking = permissionsOf(role).includes(permission)
    ? `This token has the scopes ${permissions.join(', ') || 'of nothing'}`
    : `Your role is ${role}`;
  return `${lacking}: the permission “${permission}” is missing.`;
}

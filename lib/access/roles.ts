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

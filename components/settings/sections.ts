import type { Permission } from '#lib/access/roles.ts';

/** The sections of the settings, in order. A section with a permission is shown only to users who have it. */
const SECTIONS: readonly { name: string; href: string; permission?: Permission }[] = [
  { name: 'General', href: '/settings' },
  { name: 'Sources', href: '/settings/sources' },
  { name: 'Registries', href: '/settings/registries' },
  { name: 'Declared bases', href: '/settings/declared-bases' },
  { name: 'Access', href: '/settings/access' },
  { name: 'Notifications', href: '/settings/notifications', permission: 'administer' },
];

/** The sections that a user with these permissions sees. */
export function sectionsFor(permissions: readonly Permission[]) {
  return SECTIONS.filter(({ permission }) => permission === undefined || permissions.includes(permission));
}

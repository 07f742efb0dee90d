import type { Permission } from '#lib/access/roles.ts';

/** The sections of the settings, in their order; one that asks for a permission is shown to who has it alone. */
export const SECTIONS: readonly { name: string; href: string; permission?: Permission }[] = [
  { name: 'General', href: '/settings' },
  { name: 'Registries', href: '/settings/registries' },
  { name: 'Access', href: '/settings/access' },
  { name: 'Notifications', href: '/settings/notifications', permission: 'administer' },
];

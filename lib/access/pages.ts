import type { Permission } from './roles.ts';

/** Pages that require more than reading, by the start of their path. */
const PAGES: readonly (readonly [path: string, permission: Permission])[] = [
  ['/rebase', 'rebase'],
  ['/cascade', 'rebase'],
  ['/settings/hooks', 'administer'],
  ['/settings/notifications', 'administer'],
];

/** The permission that a page requires, by its path with or without a query. */
export function audienceOfPage(path: string): Permission {
  const [name = ''] = path.split('?', 1);
  return PAGES.find(([page]) => name === page || name.startsWith(`${page}/`))?.[1] ?? 'read';
}

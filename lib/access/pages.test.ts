import { expect, it } from 'vitest';
import { audienceOfPage } from './pages.ts';

it.each([
  ['/', 'read'],
  ['/rebase?reference=a', 'rebase'],
  ['/rebase', 'rebase'],
  ['/rebases/1', 'read'],
  ['/cascade?base=a', 'rebase'],
  ['/cascades/1', 'read'],
  ['/settings', 'read'],
  ['/settings/hooks', 'administer'],
  ['/settings/notifications', 'administer'],
  ['/settings/notifications/x', 'administer'],
])('%s requires %s', (path, permission) => {
  expect(audienceOfPage(path)).toBe(permission);
});

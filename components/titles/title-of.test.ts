import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { type ShownPage, titleOf } from './title-of.ts';

const APP = join(import.meta.dirname, '..', '..', 'app');
const SHOP = 'registry.example.com:5000/apps/shop:1.0';
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const AT = '2026-11-27T22:14:05Z';

/** Each page, by its path below `app`: what it shows, and its title before "· Baseboard". */
const PAGES: Readonly<Record<string, readonly (readonly [ShownPage, title: string])[]>> = {
  '/': [
    [{ page: 'fleet', filter: '' }, 'Fleet'],
    [{ page: 'fleet', filter: 'status:stale', at: AT }, 'status:stale · Fleet · 27 Nov 2026, 22:14:05 UTC'],
    [{ page: 'fleet', filter: 'x'.repeat(90) }, `${'x'.repeat(59)}… · Fleet`],
  ],
  '/graph': [
    [{ page: 'graph', filter: '', focus: '' }, 'Graph'],
    [{ page: 'graph', filter: 'is:problem', focus: '' }, 'is:problem · Graph'],
    [{ page: 'graph', filter: 'is:problem', focus: SHOP }, 'apps/shop:1.0 · Graph'],
  ],
  '/images/[id]': [
    [{ page: 'image', reference: SHOP, status: 'stale' }, 'Stale · apps/shop:1.0'],
    [{ page: 'image', reference: 'docker.io/library/debian:12', status: 'root' }, 'Root · debian:12'],
    [
      { page: 'image', reference: `q.io/app@${DIGEST}`, status: 'pending', at: AT },
      'Checking · app@abababababab · 27 Nov 2026, 22:14:05 UTC',
    ],
  ],
  '/bases': [
    [{ page: 'base', reference: '' }, 'Base'],
    [{ page: 'base', reference: 'docker.io/library/node:24', status: 'stale' }, 'Stale · node:24 · Base'],
  ],
  '/rebase': [
    [{ page: 'rebase-plan', reference: '', annotate: false }, 'Rebase'],
    [{ page: 'rebase-plan', reference: SHOP, annotate: false }, 'Rebase apps/shop:1.0'],
    [{ page: 'rebase-plan', reference: SHOP, annotate: true }, 'Annotate apps/shop:1.0'],
  ],
  '/rebase/many': [[{ page: 'other', name: 'Rebase images' }, 'Rebase images']],
  '/differences': [[{ page: 'other', name: 'What changed' }, 'What changed']],
  '/rebases/[id]': [[{ page: 'rebase', reference: SHOP, state: 'Done' }, 'Done · Rebase apps/shop:1.0']],
  '/cascade': [
    [{ page: 'cascade-plan', reference: '' }, 'Cascade'],
    [{ page: 'cascade-plan', reference: SHOP }, 'Rebase dependents of apps/shop:1.0'],
  ],
  '/cascades/[id]': [
    [
      { page: 'cascade', reference: SHOP, state: 'Running', undo: false },
      'Running · Rebase dependents of apps/shop:1.0',
    ],
    [
      { page: 'cascade', reference: SHOP, state: 'Done', undo: true },
      'Done · Undo: Rebase dependents of apps/shop:1.0',
    ],
  ],
  '/activity': [[{ page: 'activity', tab: 'Audit log' }, 'Audit log · Activity']],
  '/reports': [[{ page: 'other', name: 'Reports' }, 'Reports']],
  '/settings': [[{ page: 'settings', section: 'General' }, 'Settings']],
  '/settings/access': [[{ page: 'settings', section: 'Access' }, 'Access · Settings']],
  '/settings/notifications': [[{ page: 'settings', section: 'Notifications' }, 'Notifications · Settings']],
  '/settings/declared-bases': [
    [{ page: 'settings', section: 'Declared bases' }, 'Declared bases · Settings'],
  ],
  '/settings/sources': [[{ page: 'settings', section: 'Sources' }, 'Sources · Settings']],
  '/settings/registries': [[{ page: 'settings', section: 'Registries' }, 'Registries · Settings']],
  '/help': [
    [{ page: 'help', shown: '' }, 'Help'],
    [{ page: 'help', shown: 'stale base' }, 'stale base · Help'],
  ],
  '/help/[slug]': [[{ page: 'help', shown: 'Filters' }, 'Filters · Help']],
  '/login': [[{ page: 'other', name: 'Log in' }, 'Log in']],
};

it('names every page of the app', () => {
  const pages = readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?:^|\/)page\.tsx$/.test(file))
    .map((file) => `/${dirname(file)}`.replace(/\/\.$|\/\([^)]*\)/g, '') || '/');
  expect(Object.keys(PAGES).sort()).toEqual(pages.sort());
});

it.each(Object.values(PAGES).flat())('%j: %s', (shown, title) => {
  expect(titleOf(shown)).toBe(`${title} · Baseboard`);
});

import type { Audience } from '#lib/access/roles.ts';

/** A method and path of the product, or a page, and who may have it. */
export type AccessRow = readonly [
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'page',
  path: string,
  audience: Audience,
];

/**
 * Who may do what: every method of every `route.ts` and every `page.tsx` below `app`, as its path is written there
 * without the groups in parentheses. The sweep tries each row with each kind of caller. `anyone` is whoever reaches
 * the server; `someone` whoever is known, whatever their role.
 */
export const ACCESS_TABLE: readonly AccessRow[] = [
  // What is open
  ['GET', '/healthz', 'anyone'],
  ['GET', '/readyz', 'anyone'],
  ['POST', '/api/v1/session', 'anyone'],
  ['DELETE', '/api/v1/session', 'anyone'],
  ['GET', '/api/v1/session/oidc', 'anyone'],
  ['GET', '/api/v1/session/oidc/callback', 'anyone'],
  ['page', '/login', 'anyone'],
  ['GET', '/badge/[...reference]', 'anyone'],
  ['GET', '/badge/fleet.json', 'anyone'],
  ['GET', '/badge/fleet.svg', 'anyone'],
  ['GET', '/feed.atom', 'anyone'],
  ['GET', '/r/[id]', 'anyone'],
  ['GET', '/r/[id]/graph.svg', 'anyone'],
  ['GET', '/r/[id]/picture.png', 'anyone'],
  ['GET', '/embed/[id]', 'anyone'],
  ['GET', '/fonts/[name]', 'anyone'],
  ['GET', '/problems', 'anyone'],
  ['GET', '/problems/[code]', 'anyone'],

  // Whoever is known
  ['GET', '/api/v1/me', 'someone'],
  ['GET', '/api/v1/access/tokens', 'someone'],
  ['POST', '/api/v1/access/tokens', 'someone'],
  ['DELETE', '/api/v1/access/tokens/[id]', 'someone'],
  ['GET', '/api/v1/access/sessions', 'someone'],
  ['DELETE', '/api/v1/access/sessions/[id]', 'someone'],

  // The fleet
  ['page', '/', 'read'],
  ['page', '/graph', 'read'],
  ['page', '/images/[id]', 'read'],
  ['page', '/bases', 'read'],
  ['GET', '/metrics', 'read'],
  ['GET', '/api/v1/openapi.json', 'read'],
  ['GET', '/api/v1/fleet', 'read'],
  ['GET', '/api/v1/filters', 'read'],
  ['POST', '/api/v1/filters', 'share'],
  ['PATCH', '/api/v1/filters/[id]', 'share'],
  ['DELETE', '/api/v1/filters/[id]', 'share'],
  ['GET', '/api/v1/filters/suggestions', 'read'],
  ['PATCH', '/api/v1/filters/suggestions', 'read'],
  ['DELETE', '/api/v1/filters/suggestions', 'read'],
  ['GET', '/api/v1/graph', 'read'],
  ['GET', '/api/v1/bases', 'read'],
  ['GET', '/api/v1/bases/newer-tags', 'read'],
  ['GET', '/api/v1/lineage', 'read'],
  ['GET', '/api/v1/events', 'read'],
  ['GET', '/api/v1/images', 'read'],
  ['POST', '/api/v1/images', 'track'],
  ['GET', '/api/v1/images/public', 'read'],
  ['POST', '/api/v1/images/public', 'share'],
  ['PATCH', '/api/v1/images/public', 'read'],
  ['DELETE', '/api/v1/images/public', 'read'],
  ['GET', '/api/v1/holds', 'read'],
  ['POST', '/api/v1/holds', 'track'],
  ['DELETE', '/api/v1/holds/[id]', 'track'],
  ...(['untrack', 'restore', 'snooze'] as const).flatMap((action): AccessRow[] => [
    ['GET', `/api/v1/images/${action}`, 'read'],
    ['POST', `/api/v1/images/${action}`, 'track'],
    ['PATCH', `/api/v1/images/${action}`, 'read'],
    ['DELETE', `/api/v1/images/${action}`, 'read'],
  ]),
  ['GET', '/api/v1/images/[id]', 'read'],
  ['PATCH', '/api/v1/images/[id]', 'share'],
  ['DELETE', '/api/v1/images/[id]', 'track'],
  ['GET', '/api/v1/images/[id]/history', 'read'],
  ['POST', '/api/v1/images/[id]/scan', 'track'],
  ['GET', '/api/v1/documents/[digest]', 'read'],
  ['POST', '/api/v1/scans', 'track'],
  ['GET', '/api/v1/scans/[id]', 'read'],
  ['GET', '/api/v1/sample-fleet', 'read'],
  ['POST', '/api/v1/sample-fleet', 'track'],
  ['DELETE', '/api/v1/sample-fleet', 'track'],

  // Its past
  ['GET', '/api/v1/changes', 'read'],
  ['GET', '/api/v1/moments', 'read'],
  ['GET', '/api/v1/trend', 'read'],

  // Rebases
  ['page', '/activity', 'read'],
  ['page', '/cascade', 'rebase'],
  ['page', '/cascades/[id]', 'read'],
  ['page', '/rebase', 'rebase'],
  ['page', '/rebase/many', 'rebase'],
  ['page', '/rebases/[id]', 'read'],
  ['POST', '/api/v1/annotations/plan', 'rebase'],
  ['GET', '/api/v1/audit', 'read'],
  ['GET', '/api/v1/cascades', 'read'],
  ['POST', '/api/v1/cascades/plan', 'rebase'],
  ['GET', '/api/v1/cascades/[id]', 'read'],
  ['POST', '/api/v1/cascades/[id]/[action]', 'rebase'],
  ['GET', '/api/v1/rebases', 'read'],
  ['POST', '/api/v1/rebases', 'rebase'],
  ['POST', '/api/v1/rebases/plan', 'rebase'],
  ['GET', '/api/v1/rebases/plan/[id]', 'read'],
  ['GET', '/api/v1/rebases/plan/[id]/documents/[digest]', 'read'],
  ['GET', '/api/v1/rebases/[id]', 'read'],
  ['POST', '/api/v1/rebases/[id]/rollback', 'rebase'],

  // Reports
  ['page', '/reports', 'read'],
  ['GET', '/api/v1/reports', 'read'],
  ['POST', '/api/v1/reports', 'share'],
  ['DELETE', '/api/v1/reports/[id]', 'share'],

  // Settings
  ['page', '/settings', 'read'],
  ['page', '/settings/access', 'read'],
  ['page', '/settings/notifications', 'administer'],
  ['page', '/settings/registries', 'read'],
  ['GET', '/api/v1/settings', 'read'],
  ['GET', '/api/v1/registries', 'read'],
  ['POST', '/api/v1/registries/[host]/retry', 'track'],
  ['GET', '/api/v1/access/people', 'administer'],
  ['DELETE', '/api/v1/access/people/[id]', 'administer'],
  ['DELETE', '/api/v1/access/people/[id]/sessions', 'administer'],
  ['GET', '/api/v1/access/audit', 'administer'],
  ['GET', '/api/v1/channels', 'administer'],
  ['POST', '/api/v1/channels', 'administer'],
  ['GET', '/api/v1/channels/[id]', 'administer'],
  ['PATCH', '/api/v1/channels/[id]', 'administer'],
  ['DELETE', '/api/v1/channels/[id]', 'administer'],
  ['GET', '/api/v1/channels/[id]/deliveries', 'administer'],
  ['POST', '/api/v1/channels/[id]/test', 'administer'],

  // Paths that are none
  ['GET', '/api/v1/[...path]', 'read'],
  ['POST', '/api/v1/[...path]', 'read'],
  ['PUT', '/api/v1/[...path]', 'read'],
  ['PATCH', '/api/v1/[...path]', 'read'],
  ['DELETE', '/api/v1/[...path]', 'read'],
];

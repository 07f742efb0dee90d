/**
 * Which way dependencies run: each room (a folder, or one file) and what it may import besides itself. The longest
 * matching row holds for a file. An entry covers everything below its path. `node:*` stands for Node's own modules,
 * `npm:*` for every package but Next and React. Tests, test fixtures and programs import what they need.
 * `npm run lint` and `bin/rooms/rooms.test.ts` check every import against this table, type-only imports included.
 */
export const BOUNDARIES: Readonly<Record<string, string>> = {
  'lib/access': '',
  'lib/oci': 'zod node:crypto',
  'lib/lineage': 'zod d3-hierarchy packageurl-js lib/oci',
  // The documents of docs/, for the help pages.
  'lib/help': 'marked node:*',
  'lib/paste': 'dockerfile-ast yaml lib/oci lib/reports/csv',
  'lib/notify': 'zod node:crypto lib/oci lib/lineage',
  'lib/hooks': 'zod jose node:crypto lib/oci',
  'lib/sharing': 'lib/oci lib/lineage',
  'lib/reports': 'zod lib/oci lib/lineage lib/sharing',
  'lib/registry': 'npm:* node:* lib/oci',
  'lib/time': '',
  // It shares repository patterns with filters, and durations with settings.
  'lib/sources': `zod re2js semver aws4fetch node:crypto lib/oci lib/paste lib/registry lib/lineage/filter/repository-pattern.ts
    lib/time lib/sources/clusters`,
  'lib/sources/clusters': 'zod yaml node:timers/promises lib/oci lib/registry lib/sources',
  'lib/judging': 'npm:* lib/oci lib/lineage lib/registry',
  'lib/rebase': 'zod lib/oci lib/lineage lib/rebase/layer-listing',
  'lib/rebase/layer-listing': 'node:* lib/oci lib/rebase lib/registry/registry.ts lib/registry/errors.ts',
  'lib/rebase/execution':
    'npm:* node:* lib/oci lib/lineage lib/rebase lib/registry/registry.ts lib/registry/errors.ts',
  // What it compares is what rebases read: listings of layers, and configs setting by setting.
  'lib/difference': 'lib/oci lib/rebase',
  'lib/config': 'npm:* node:* lib/access lib/oci lib/registry lib/sources lib/time',
  'lib/store': `npm:* node:* lib/access lib/hooks lib/oci lib/lineage lib/notify lib/registry/health
    lib/rebase/rebase.ts lib/rebase/states.ts lib/rebase/stored-plan.ts lib/difference lib/sources`,
  'lib/fleet': `npm:* node:* lib/access lib/hooks lib/oci lib/lineage lib/notify lib/sharing lib/reports lib/registry
    lib/judging lib/rebase lib/difference lib/sources lib/config lib/store`,
  'lib/jobs':
    'npm:* node:* lib/oci lib/registry lib/judging lib/rebase lib/sources lib/config lib/store lib/fleet',
  'lib/cli':
    'npm:* node:* lib/oci lib/lineage lib/paste lib/registry lib/judging lib/sources lib/time lib/config lib/api/contract',
  'lib/api/contract': `zod zod-openapi lib/access lib/difference/vocabulary.ts lib/fleet/scan-state.ts
    lib/hooks/hook-kind.ts lib/hooks/hook-outcome.ts lib/lineage/verdict lib/lineage/vocabulary lib/notify/channel.ts
    lib/notify/destinations lib/rebase/rebase.ts lib/rebase/states.ts lib/registry/errors.ts lib/registry/health
    lib/reports/content/report.ts lib/reports/schedule lib/sharing/badge/badge.ts
    lib/sources/source-kind.ts lib/sources/source-state.ts lib/sources/running-state.ts lib/sources/mention.ts lib/sources/selection/drop-reason.ts
    lib/sources/files/file-limits.ts`,
  'lib/api/client': 'zod @tanstack/react-query lib/rebase/states.ts lib/api/contract',
  'lib/api/present': `lib/access lib/oci lib/lineage lib/sharing lib/reports lib/rebase lib/difference lib/sources lib/store
    lib/fleet lib/api/contract`,
  'lib/api/server': `npm:* next react node:* lib/access lib/help lib/oci lib/lineage lib/sharing lib/reports lib/rebase
    lib/registry lib/sources lib/config lib/store lib/fleet lib/jobs lib/api/contract lib/api/present lib/api/client`,
  components: `npm:* next react lib/access lib/difference/vocabulary.ts
    lib/help/contents.ts lib/help/help-document.ts lib/help/search-documents.ts lib/hooks/hook-kind.ts lib/oci lib/lineage lib/paste lib/notify/destinations lib/sharing lib/reports
    lib/rebase/rebase.ts lib/rebase/states.ts lib/rebase/layers-of-plan.ts lib/sources/source-kind.ts lib/sources/files/file-kind.ts
    lib/sources/files/file-limits.ts lib/api/contract lib/api/client`,
  app: `npm:* next react react-dom components lib/access lib/sharing lib/reports lib/api/contract lib/api/present
    lib/api/client lib/api/server`,
  'proxy.ts': 'next node:crypto lib/api/server/http/path-header.ts',
  bin: '*',
  bench: '*',
  e2e: '*',
};

/** What also runs in a browser: nothing it loads, directly or not, may load one of Node's modules. */
export const BROWSER_ROOMS: readonly string[] = ['components', 'lib/api/client'];

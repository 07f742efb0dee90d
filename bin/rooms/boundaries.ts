/**
 * Which way dependencies run: each room (a folder, or one file) and what it may import besides itself. The longest
 * matching row holds for a file. An entry covers everything below its path; `node:*` stands for Node's own modules,
 * `npm:*` for every package. Tests, test fixtures and programs import what they need.
 * `npm run lint` and `bin/rooms/rooms.test.ts` check every import against this table, type-only imports included.
 */
export const BOUNDARIES: Readonly<Record<string, string>> = {
  'lib/access': '',
  'lib/oci': 'zod node:crypto',
  'lib/lineage': 'zod d3-hierarchy packageurl-js lib/oci',
  'lib/paste': 'dockerfile-ast lib/oci',
  'lib/notify': 'node:crypto lib/oci lib/lineage',
  'lib/sharing': 'lib/oci lib/lineage',
  'lib/reports': 'lib/oci lib/lineage lib/sharing',
  'lib/registry': 'zod undici ipaddr.js tldts node:* lib/oci',
  'lib/judging': 'lib/oci lib/lineage lib/registry',
  'lib/rebase': 'lib/oci lib/lineage lib/rebase/layer-listing',
  'lib/rebase/layer-listing': 'node:* lib/oci lib/rebase lib/registry/registry.ts lib/registry/errors.ts',
  'lib/rebase/execution':
    'node:* lib/oci lib/lineage lib/rebase lib/registry/registry.ts lib/registry/errors.ts',
  'lib/config': 'zod yaml node:* lib/access lib/oci lib/registry',
  'lib/store':
    'zod pg drizzle-orm node:* lib/access lib/oci lib/lineage lib/notify lib/rebase/rebase.ts lib/registry/health/health.ts',
  'lib/fleet':
    'zod pg pino dataloader nodemailer openid-client node:* lib/access lib/oci lib/lineage lib/notify lib/sharing lib/reports lib/registry lib/judging lib/rebase lib/config lib/store',
  'lib/jobs':
    'zod pg pg-boss drizzle-orm pino node:* lib/access lib/oci lib/lineage lib/registry lib/judging lib/rebase lib/config lib/store lib/fleet',
  'lib/cli': 'zod node:* lib/oci lib/lineage lib/paste lib/registry lib/judging lib/config lib/api/contract',
  'lib/api/contract':
    'zod zod-openapi lib/access lib/lineage/verdict lib/notify/channel.ts lib/rebase/rebase.ts lib/registry/health lib/reports/content/report.ts',
  'lib/api/client': '@tanstack/react-query zod lib/api/contract',
  'lib/api/present':
    'lib/access lib/oci lib/lineage lib/sharing lib/rebase lib/store lib/fleet lib/api/contract',
  'lib/api/server':
    'npm:* node:* lib/access lib/oci lib/lineage lib/sharing lib/reports lib/registry lib/config lib/store lib/fleet lib/jobs lib/api/contract lib/api/present lib/api/client',
  components:
    'npm:* lib/access lib/oci lib/lineage lib/paste lib/sharing lib/reports lib/api/contract lib/api/client',
  app: 'next react @tanstack/react-query components lib/api/contract lib/api/present lib/api/client lib/api/server',
  'proxy.ts': 'next node:crypto lib/api/server/http/path-header.ts',
  bin: '*',
  bench: '*',
  e2e: '*',
};

/** What also runs in a browser: nothing it loads, however far down, may load one of Node's modules. */
export const BROWSER_ROOMS: readonly string[] = ['components', 'lib/api/client'];

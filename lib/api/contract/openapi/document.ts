import { createDocument } from 'zod-openapi';
import { ACCESS_PATHS } from './access.ts';
import { BADGES_PATHS } from './badges.ts';
import { BASES_PATHS } from './bases.ts';
import { DECLARED_BASES_PATHS } from './declared-bases.ts';
import { FILTERS_PATHS } from './filters.ts';
import { FLEET_PATHS } from './fleet.ts';
import { HISTORY_PATHS } from './history.ts';
import { HOLDS_PATHS } from './holds.ts';
import { NOTIFICATIONS_PATHS } from './notifications.ts';
import { REBASES_PATHS } from './rebases.ts';
import { REGISTRIES_PATHS } from './registries.ts';
import { REPORT_SCHEDULES_PATHS } from './report-schedules.ts';
import { REPORTS_PATHS } from './reports.ts';
import { SERVICE_PATHS } from './service.ts';
import { SOURCES_PATHS } from './sources.ts';

/** The OpenAPI 3.1 document of this contract, generated from its schemas. */
export function openApiDocument() {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Baseboard',
      version: '1',
      description:
        'Shows what container images are based on and whether their bases are up to date, and rebases them.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, or BASEBOARD_TOKEN' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'baseboard_session',
          description: 'Named __Host-baseboard_session on https',
        },
        password: { type: 'http', scheme: 'basic' },
      },
    },
    security: [{ token: [] }, { session: [] }, {}],
    paths: {
      ...ACCESS_PATHS,
      ...BADGES_PATHS,
      ...BASES_PATHS,
      ...DECLARED_BASES_PATHS,
      ...FILTERS_PATHS,
      ...FLEET_PATHS,
      ...HISTORY_PATHS,
      ...HOLDS_PATHS,
      ...REBASES_PATHS,
      ...NOTIFICATIONS_PATHS,
      ...REGISTRIES_PATHS,
      ...REPORTS_PATHS,
      ...REPORT_SCHEDULES_PATHS,
      ...SERVICE_PATHS,
      ...SOURCES_PATHS,
    },
  });
}

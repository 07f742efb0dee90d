import { createDocument } from 'zod-openapi';
import { ACCESS_PATHS } from './openapi/access.ts';
import { BADGES_PATHS } from './openapi/badges.ts';
import { FLEET_PATHS } from './openapi/fleet.ts';
import { HISTORY_PATHS } from './openapi/history.ts';
import { NOTIFICATIONS_PATHS } from './openapi/notifications.ts';
import { REBASES_PATHS } from './openapi/rebases.ts';
import { REGISTRIES_PATHS } from './openapi/registries.ts';
import { REPORTS_PATHS } from './openapi/reports.ts';
import { SERVICE_PATHS } from './openapi/service.ts';

/** The OpenAPI 3.1 document of this contract, generated from its schemas. */
export function openApiDocument() {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Baseboard',
      version: '1',
      description: 'What container images stand on, and what of it is stale.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, or BASEBOARD_TOKEN' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'baseboard_session',
          description: 'On https __Host-baseboard_session',
        },
        password: { type: 'http', scheme: 'basic' },
      },
    },
    security: [{ token: [] }, { session: [] }, {}],
    paths: {
      ...ACCESS_PATHS,
      ...BADGES_PATHS,
      ...FLEET_PATHS,
      ...HISTORY_PATHS,
      ...REBASES_PATHS,
      ...NOTIFICATIONS_PATHS,
      ...REGISTRIES_PATHS,
      ...REPORTS_PATHS,
      ...SERVICE_PATHS,
    },
  });
}

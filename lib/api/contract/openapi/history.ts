import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { changePage, changesQuery, moments, momentsQuery, trend, trendQuery } from '../images/history.ts';
import { answers } from './operations.ts';

export const HISTORY_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/trend': {
    get: {
      summary: 'How many images had each status at moments of the past, of the fleet, a filter or a base',
      requestParams: { query: trendQuery },
      responses: answers('200', 'Oldest first', trend.meta({ id: 'Trend' })),
    },
  },
  '/api/v1/changes': {
    get: {
      summary:
        'What changed between two moments: statuses, digests, bases, and images that came and went; the last 24 hours unless told',
      requestParams: { query: changesQuery },
      responses: answers('200', 'A page, newest first', changePage.meta({ id: 'ChangePage' })),
    },
  },
  '/api/v1/moments': {
    get: {
      summary: 'The latest moments at which the fleet changed: what `at` is worth asking for',
      requestParams: { query: momentsQuery },
      responses: answers('200', 'Oldest first', moments.meta({ id: 'Moments' })),
    },
  },
};

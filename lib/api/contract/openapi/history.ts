import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { changePage, changesQuery, moments, momentsQuery, trend, trendQuery } from '../images/history.ts';
import { answers } from './operations.ts';

export const HISTORY_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/trend': {
    get: {
      summary: 'The number of images with each status over time: of the fleet, a filter or a base',
      requestParams: { query: trendQuery },
      responses: answers('200', 'Oldest first', trend.meta({ id: 'Trend' })),
    },
  },
  '/api/v1/changes': {
    get: {
      summary:
        'Changes between two times: of statuses, digests and bases, and images tracked or untracked; of the last 24 hours by default',
      requestParams: { query: changesQuery },
      responses: answers('200', 'A page, newest first', changePage.meta({ id: 'ChangePage' })),
    },
  },
  '/api/v1/moments': {
    get: {
      summary: 'The latest times at which the fleet changed: useful values of `at`',
      requestParams: { query: momentsQuery },
      responses: answers('200', 'Oldest first', moments.meta({ id: 'Moments' })),
    },
  },
};

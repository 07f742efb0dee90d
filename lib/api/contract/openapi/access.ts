import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { me } from '../access.ts';
import { answers } from './operations.ts';

export const ACCESS_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/me': {
    get: {
      summary: 'Who asks, and what they may do',
      responses: answers('200', 'Name, role and permissions', me.meta({ id: 'Me' })),
    },
  },
};

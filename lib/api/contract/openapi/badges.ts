import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { publicRequest, publicResponse } from '../images.ts';
import { answers, body } from './operations.ts';

export const BADGES_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/images/public': {
    post: {
      summary: 'Mark all images of a filter, or those of some ids, public or private',
      requestBody: body(publicRequest),
      responses: answers('200', 'How many there were, and how many changed', publicResponse),
    },
  },
};

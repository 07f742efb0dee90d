import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { registryList, registryPath } from '../registries.ts';
import { scanAccepted } from '../scans.ts';
import { answers, notFound } from './operations.ts';

export const REGISTRIES_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/registries': {
    get: {
      summary: 'Every registry that is configured, tracked, a base’s or was asked, and how it answers',
      responses: answers('200', 'Those that keep images from being checked first', registryList),
    },
  },
  '/api/v1/registries/{host}/retry': {
    post: {
      summary: 'End its pause, and scan the images that are on it or wait for it',
      requestParams: { path: registryPath },
      responses: answers('202', 'Accepted', scanAccepted, notFound),
    },
  },
};

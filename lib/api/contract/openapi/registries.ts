import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { scanAccepted } from '../images/scans.ts';
import { registryList, registryPath } from '../registries.ts';
import { answers, notFound } from './operations.ts';

export const REGISTRIES_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/registries': {
    get: {
      summary:
        'Every registry that is configured, tracked, used by a base or contacted before, with its health',
      responses: answers('200', 'Registries; those that prevent checks come first', registryList),
    },
  },
  '/api/v1/registries/{host}/retry': {
    post: {
      summary: 'End a registry’s pause and scan the images on it or blocked by it',
      requestParams: { path: registryPath },
      responses: answers('202', 'Accepted', scanAccepted, notFound),
    },
  },
};

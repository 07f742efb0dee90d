import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { base, baseQuery, newerTags } from '../images/bases.ts';
import { answers, notFound, registryTrouble } from './operations.ts';

export const BASES_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/bases': {
    get: {
      summary: 'A base: every digest that its tag had, and its dependents by status. Requests no registry',
      requestParams: { query: baseQuery },
      responses: answers('200', 'The base', base.meta({ id: 'Base' }), notFound),
    },
  },
  '/api/v1/bases/newer-tags': {
    get: {
      summary: 'The newer tags in a base’s repository, from its registry',
      requestParams: { query: baseQuery },
      responses: answers('200', 'Newest first', newerTags, { ...notFound, ...registryTrouble }),
    },
  },
};

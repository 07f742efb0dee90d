import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { contents, contentsQuery, difference, differenceQuery } from '../differences.ts';
import { base, baseQuery, newerTags } from '../images/bases.ts';
import { answers, notFound, problemContent, registryTrouble } from './operations.ts';

const notComparable = {
  '422': { description: 'One of them is not a runnable image, or is malformed', content: problemContent },
};

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
  '/api/v1/differences': {
    get: {
      summary: 'What differs in two images’ manifests and configs, by platform: layers, sizes, settings',
      requestParams: { query: differenceQuery },
      responses: answers('200', 'The difference', difference.meta({ id: 'Difference' }), {
        ...notFound,
        ...notComparable,
        ...registryTrouble,
      }),
    },
  },
  '/api/v1/differences/contents': {
    get: {
      summary:
        'What differs in two images’ files and packages for one platform, read from their layers within bounds of size and time',
      requestParams: { query: contentsQuery },
      responses: answers('200', 'The difference, or why it was not read', contents, {
        ...notFound,
        ...notComparable,
        ...registryTrouble,
      }),
    },
  },
};

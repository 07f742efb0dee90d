import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  savedFilter,
  savedFilterList,
  savedFilterPatch,
  savedFilterRequest,
  suggestions,
  suggestionsQuery,
} from '../images/filters.ts';
import { answers, body, byId, notFound, problemContent } from './operations.ts';

const taken = {
  '409': { description: 'Another filter has this name, or there are too many', content: problemContent },
};

export const FILTERS_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/filters': {
    get: {
      summary: 'Saved filters, by name',
      responses: answers('200', 'All saved filters', savedFilterList.meta({ id: 'SavedFilterList' })),
    },
    post: {
      summary: 'Save a filter under a name, for everyone who may see the fleet',
      requestBody: body(savedFilterRequest),
      responses: answers('201', 'Saved', savedFilter.meta({ id: 'SavedFilter' }), taken),
    },
  },
  '/api/v1/filters/{id}': {
    patch: {
      summary: 'Rename a saved filter, or save another filter under its name',
      requestParams: byId,
      requestBody: body(savedFilterPatch),
      responses: answers('200', 'The changed filter', savedFilter, { ...notFound, ...taken }),
    },
    delete: {
      summary: 'Delete a saved filter',
      requestParams: byId,
      responses: answers('204', 'Deleted', undefined, notFound),
    },
  },
  '/api/v1/filters/suggestions': {
    get: {
      summary: 'Values for a key of the filter language, with the number of images that each would leave',
      requestParams: { query: suggestionsQuery },
      responses: answers('200', 'At most a dozen values', suggestions),
    },
  },
};

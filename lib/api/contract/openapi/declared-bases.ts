import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  baseCheck,
  baseCheckQuery,
  declaredBaseList,
  declareRequest,
  newDeclaration,
} from '../declared-bases.ts';
import { answers, body, byId, notFound, problemContent, registryTrouble } from './operations.ts';

export const DECLARED_BASES_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/declared-bases': {
    get: {
      summary: 'The declared bases: those in baseboard.yaml first, then those that people declared, by image',
      responses: answers('200', 'All of them', declaredBaseList.meta({ id: 'DeclaredBaseList' })),
    },
    post: {
      summary: 'Declare the base of an image or of a repository. The layers still decide whether it is true',
      requestBody: body(declareRequest),
      responses: answers('201', 'The declaration', newDeclaration.meta({ id: 'NewDeclaration' }), {
        '409': {
          description: 'baseboard.yaml declares a base for this image already, or there are too many',
          content: problemContent,
        },
      }),
    },
  },
  '/api/v1/declared-bases/{id}': {
    delete: {
      summary: 'Remove a declaration that a person made, and scan the images that it was evidence for',
      requestParams: byId,
      responses: answers('204', 'Removed', undefined, notFound),
    },
  },
  '/api/v1/declared-bases/check': {
    get: {
      summary:
        'Compare an image’s layers with those of a base that you name, by platform. Nothing is declared',
      requestParams: { query: baseCheckQuery },
      responses: answers('200', 'The comparison', baseCheck.meta({ id: 'BaseCheck' }), {
        ...notFound,
        '422': {
          description: 'One of them is not a runnable image, or is malformed',
          content: problemContent,
        },
        ...registryTrouble,
      }),
    },
  },
};

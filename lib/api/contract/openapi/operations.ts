import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { id } from '../images/images.ts';
import { problem } from '../problem.ts';

type Responses = ZodOpenApiOperationObject['responses'];

export const problemContent = { 'application/problem+json': { schema: problem.meta({ id: 'Problem' }) } };

/** Responses that every operation may have. */
export const COMMON: Responses = {
  '400': { description: 'The request is malformed; `field` names the field', content: problemContent },
  '401': { description: 'Not logged in', content: problemContent },
  '403': {
    description: 'A permission is missing, or another site’s page sent the request',
    content: problemContent,
  },
  '500': { description: 'Internal error; find `requestId` in the server’s log', content: problemContent },
};

export const notFound = { '404': { description: 'Not found', content: problemContent } };
export const registryTrouble = {
  '429': {
    description: 'The registry limits requests, or Baseboard is already computing many plans',
    content: problemContent,
  },
  '502': { description: 'The registry failed', content: problemContent },
  '504': { description: 'The registry took too long', content: problemContent },
};
export const refused = {
  '422': {
    description: 'A precondition does not hold: `refusal` has its kind and facts',
    content: problemContent,
  },
};
export const conflict = {
  '409': { description: 'A tag has moved, or a rebase is moving it: plan again', content: problemContent },
};
export const selectionChanged = {
  '409': {
    description: 'The filter selects another number of images than `expected`',
    content: problemContent,
  },
};
export const byId = { path: z.object({ id }) };

export function answers(
  status: string,
  description: string,
  schema?: z.ZodType,
  more: Responses = {},
): Responses {
  const success = schema ? { description, content: { 'application/json': { schema } } } : { description };
  return { [status]: success, ...COMMON, ...more };
}

export function body(schema: z.ZodType, required = true) {
  return { required, content: { 'application/json': { schema } } };
}

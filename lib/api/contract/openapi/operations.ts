import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { id } from '../images/images.ts';
import { problem } from '../problem.ts';

type Responses = ZodOpenApiOperationObject['responses'];

export const problemContent = { 'application/problem+json': { schema: problem.meta({ id: 'Problem' }) } };

/** Answers that any operation can give. */
export const COMMON: Responses = {
  '400': { description: 'Malformed; `field` names what is wrong', content: problemContent },
  '401': { description: 'Not logged in', content: problemContent },
  '403': { description: 'A permission is missing, or a write from another origin', content: problemContent },
  '500': { description: 'Our fault; `requestId` finds it in the log', content: problemContent },
};

export const notFound = { '404': { description: 'No such thing', content: problemContent } };
export const registryTrouble = {
  '429': {
    description: 'The registry asks to wait, or Baseboard is making many plans already',
    content: problemContent,
  },
  '502': { description: 'The registry failed', content: problemContent },
  '504': { description: 'The registry took too long', content: problemContent },
};
export const refused = {
  '422': { description: 'Refused with a reason: `refusal.kind` and its facts', content: problemContent },
};
export const conflict = {
  '409': { description: 'A tag has moved, or is being moved: plan again', content: problemContent },
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

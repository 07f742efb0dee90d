import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  age,
  ageQuery,
  hook,
  hookAnswer,
  hookDelivery,
  hookDeliveryList,
  hookEdit,
  hookList,
  hookRequest,
  hookTestRequest,
  newHook,
  releases,
  releasesQuery,
} from '../hooks.ts';
import { answers, body, byId, notFound, problemContent } from './operations.ts';

export const HOOKS_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/hooks': {
    get: {
      summary: 'The hooks by name, without their addresses and secrets',
      responses: answers('200', 'All of them', hookList.meta({ id: 'HookList' })),
    },
    post: {
      summary: 'Create a hook, at which a registry reports pushes',
      requestBody: body(hookRequest),
      responses: answers(
        '201',
        'Created. Only this response has the address and the secret',
        newHook.meta({ id: 'NewHook' }),
        {
          '409': { description: 'There are too many hooks', content: problemContent },
          '422': { description: 'No key to encrypt secrets is configured', content: problemContent },
        },
      ),
    },
  },
  '/api/v1/hooks/{id}': {
    patch: {
      summary: 'Rename, disable or enable a hook',
      requestParams: byId,
      requestBody: body(hookEdit),
      responses: answers('200', 'Changed', hook.meta({ id: 'Hook' }), notFound),
    },
    delete: {
      summary: 'Remove a hook and its log: its address answers 404',
      requestParams: byId,
      responses: answers('204', 'Removed', undefined, notFound),
    },
  },
  '/api/v1/hooks/{id}/deliveries': {
    get: {
      summary: 'The last calls of a hook, newest first, and what followed',
      requestParams: byId,
      responses: answers('200', 'At most 20', hookDeliveryList.meta({ id: 'HookDeliveryList' }), notFound),
    },
  },
  '/api/v1/hooks/{id}/test': {
    post: {
      summary: 'Send a hint as the hook’s registry would: at a tracked tag, or at the one that is named',
      requestParams: byId,
      requestBody: body(hookTestRequest, false),
      responses: answers('200', 'What became of it', hookDelivery.meta({ id: 'HookDelivery' }), notFound),
    },
  },
  '/hooks/{secretId}': {
    post: {
      summary:
        'Report a push, in the form of the hook’s kind. It is a hint: the registry is read again, and nothing is tracked',
      security: [],
      requestParams: { path: z.object({ secretId: z.string() }) },
      requestBody: { required: true, content: { '*/*': { schema: z.unknown() } } },
      responses: {
        '200': { description: 'A ping of GitHub', content: { 'application/json': { schema: hookAnswer } } },
        '202': {
          description:
            'Taken, before any registry is read. `accepted` is 0 if it is about nothing that is tracked',
          content: { 'application/json': { schema: hookAnswer.meta({ id: 'HookAnswer' }) } },
        },
        '401': { description: 'The secret or the signature is wrong', content: problemContent },
        '404': { description: 'There is no such hook, or it is disabled', content: problemContent },
        '413': { description: 'The body has more than 1 MiB', content: problemContent },
        '503': { description: 'It could not be verified: send it again', content: problemContent },
      },
    },
  },
  '/api/v1/age': {
    get: {
      summary: 'When checks first and last saw a tag have a digest',
      requestParams: { query: ageQuery },
      responses: answers('200', 'By Baseboard’s own history', age.meta({ id: 'Age' }), notFound),
    },
  },
  '/api/v1/age/releases': {
    get: {
      summary:
        'The tags of a repository, or one tag, with when their digests were first seen: for Renovate’s custom datasource',
      requestParams: { query: releasesQuery },
      responses: answers('200', 'Oldest first', releases.meta({ id: 'Releases' }), notFound),
    },
  },
};

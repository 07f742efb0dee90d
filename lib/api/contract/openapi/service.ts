import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { loginRequest, settings } from '../service.ts';
import { answers, body, COMMON } from './operations.ts';

export const SERVICE_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/events': {
    get: {
      summary: 'Server-Sent Events: scan, verdict, rebase, cascade',
      responses: {
        '200': { description: 'A stream', content: { 'text/event-stream': { schema: z.string() } } },
        ...COMMON,
      },
    },
  },
  '/api/v1/settings': {
    get: { summary: 'What the server is set to', responses: answers('200', 'Without secrets', settings) },
  },
  '/api/v1/session': {
    post: {
      summary: 'Exchange the token for a session cookie',
      requestBody: body(loginRequest),
      responses: answers('204', 'Logged in'),
    },
    delete: { summary: 'End the session', responses: answers('204', 'Logged out') },
  },
};

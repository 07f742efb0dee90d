import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { settings } from '../service.ts';
import { answers, COMMON } from './operations.ts';

export const SERVICE_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/events': {
    get: {
      summary: 'Server-Sent Events: scan, verdict, rebase, cascade, registry',
      responses: {
        '200': { description: 'An event stream', content: { 'text/event-stream': { schema: z.string() } } },
        ...COMMON,
      },
    },
  },
  '/api/v1/settings': {
    get: { summary: 'The server’s settings', responses: answers('200', 'Without secrets', settings) },
  },
};

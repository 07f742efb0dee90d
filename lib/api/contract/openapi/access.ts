import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  accessPage,
  accessQuery,
  apiTokenRequest,
  apiTokens,
  madeApiToken,
  me,
  people,
  sessions,
} from '../access.ts';
import { loginRequest } from '../service.ts';
import { answers, body, byId, notFound, problemContent } from './operations.ts';

const tooMany = {
  '429': { description: 'Too many wrong tries; `retryAfter` says how long to wait', content: problemContent },
};

export const ACCESS_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/me': {
    get: {
      summary: 'Who asks, and what they may do',
      responses: answers('200', 'Name, role and permissions', me.meta({ id: 'Me' })),
    },
  },
  '/api/v1/session': {
    post: {
      summary: 'Exchange the token for a session cookie',
      requestBody: body(loginRequest),
      responses: answers('204', 'Logged in', undefined, tooMany),
    },
    delete: { summary: 'End the session', responses: answers('204', 'Logged out') },
  },
  '/api/v1/session/oidc': {
    get: {
      summary: 'Log in with the provider, in a browser',
      requestParams: { query: z.object({ next: z.string().optional() }) },
      responses: answers('303', 'To the provider, or back to the login page', undefined, notFound),
    },
  },
  '/api/v1/session/oidc/callback': {
    get: {
      summary: 'Where the provider leads back to',
      responses: answers('200', 'Logged in: a page that goes on to what was wanted', undefined, {
        '303': { description: 'To the login page, which says what went wrong' },
      }),
    },
  },
  '/api/v1/access/tokens': {
    get: {
      summary: 'Your API tokens; an admin’s are everyone’s',
      responses: answers('200', 'Without their secrets', apiTokens),
    },
    post: {
      summary: 'Make an API token of at most your own permissions',
      requestBody: body(apiTokenRequest),
      responses: answers('201', 'The only time that its secret is told', madeApiToken),
    },
  },
  '/api/v1/access/tokens/{id}': {
    delete: {
      summary: 'Revoke an API token',
      requestParams: byId,
      responses: answers('204', 'Revoked', undefined, notFound),
    },
  },
  '/api/v1/access/sessions': {
    get: {
      summary: 'Your sessions; an admin’s are everyone’s',
      responses: answers('200', 'Those that go on, the one used last first', sessions),
    },
  },
  '/api/v1/access/sessions/{id}': {
    delete: {
      summary: 'End a session',
      requestParams: byId,
      responses: answers('204', 'Ended', undefined, notFound),
    },
  },
  '/api/v1/access/people': {
    get: {
      summary: 'Who ever logged in with the provider',
      responses: answers('200', 'By name, with the role of now', people),
    },
  },
  '/api/v1/access/people/{id}': {
    delete: {
      summary: 'Shut a person out until the provider lets them in again: sessions ended, tokens revoked',
      requestParams: byId,
      responses: answers('204', 'Shut out', undefined, notFound),
    },
  },
  '/api/v1/access/people/{id}/sessions': {
    delete: {
      summary: 'End every session of a person',
      requestParams: byId,
      responses: answers('204', 'Ended', undefined, notFound),
    },
  },
  '/api/v1/access/audit': {
    get: {
      summary: 'Who came in, who was kept out, what was given and taken; newest first',
      requestParams: { query: accessQuery },
      responses: answers('200', 'A page of the record', accessPage.meta({ id: 'AccessPage' })),
    },
  },
};

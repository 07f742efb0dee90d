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
  '429': {
    description: 'Too many failed attempts; `retryAfter` says how many seconds to wait',
    content: problemContent,
  },
};

export const ACCESS_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/me': {
    get: {
      summary: 'The caller and their permissions',
      responses: answers('200', 'Name, role and permissions', me.meta({ id: 'Me' })),
    },
  },
  '/api/v1/session': {
    post: {
      summary: 'Log in: exchange the server’s token for a session cookie',
      requestBody: body(loginRequest),
      responses: answers('204', 'Logged in', undefined, tooMany),
    },
    delete: { summary: 'Log out: end the session', responses: answers('204', 'Logged out') },
  },
  '/api/v1/session/oidc': {
    get: {
      summary: 'Log in with the provider, in a browser',
      requestParams: { query: z.object({ next: z.string().optional() }) },
      responses: answers('303', 'Redirects to the provider, or back to the login page', undefined, notFound),
    },
  },
  '/api/v1/session/oidc/callback': {
    get: {
      summary: 'The provider’s callback',
      responses: answers('200', 'Logged in: a page that continues to `next`', undefined, {
        '303': { description: 'Redirects to the login page, which shows the error' },
      }),
    },
  },
  '/api/v1/access/tokens': {
    get: {
      summary: 'Your API tokens; an admin’s are everyone’s',
      responses: answers('200', 'Without their secrets', apiTokens),
    },
    post: {
      summary: 'Create an API token with at most your own permissions',
      requestBody: body(apiTokenRequest),
      responses: answers('201', 'The token. Only this response contains its secret', madeApiToken),
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
      responses: answers('200', 'Active sessions, the most recently used first', sessions),
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
      summary: 'Everyone who has logged in with the provider',
      responses: answers('200', 'By name, with the current role', people),
    },
  },
  '/api/v1/access/people/{id}': {
    delete: {
      summary:
        'Block a person: end their sessions and revoke their tokens until they log in with the provider again',
      requestParams: byId,
      responses: answers('204', 'Blocked', undefined, notFound),
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
      summary: 'The access audit log: logins, refusals, tokens and visibility, newest first',
      requestParams: { query: accessQuery },
      responses: answers('200', 'A page of the access audit log', accessPage.meta({ id: 'AccessPage' })),
    },
  },
};

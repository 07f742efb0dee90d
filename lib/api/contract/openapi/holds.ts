import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { hold, holdPage, holdRequest, holdsQuery, snoozeRequest } from '../images/holds.ts';
import { answers, body, byId, notFound, selectionChanged } from './operations.ts';

const view = hold.meta({ id: 'Hold' });

export const HOLDS_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/holds': {
    get: {
      summary: 'What is snoozed, newest first',
      requestParams: { query: holdsQuery },
      responses: answers('200', 'A page of holds that have not ended', holdPage.meta({ id: 'HoldPage' })),
    },
    post: {
      summary: 'Snooze an image, everything based on a base, or whatever matches a filter',
      requestBody: body(holdRequest),
      responses: answers('201', 'The hold', view),
    },
  },
  '/api/v1/holds/{id}': {
    delete: {
      summary: 'End a hold',
      requestParams: byId,
      responses: answers('204', 'Ended', undefined, notFound),
    },
  },
  '/api/v1/images/snooze': {
    post: {
      summary: 'Snooze exactly the selected images, with one hold',
      requestBody: body(snoozeRequest),
      responses: answers('201', 'The hold', view, { ...notFound, ...selectionChanged }),
    },
  },
};

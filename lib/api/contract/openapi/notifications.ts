import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  channel,
  channelEdit,
  channelList,
  channelPreview,
  channelPreviewRequest,
  channelRequest,
  deliveriesQuery,
  delivery,
  deliveryPage,
  savedChannel,
} from '../channels.ts';
import { answers, body, byId, notFound, problemContent } from './operations.ts';

const refusals = {
  '409': {
    description: 'Another channel has the name, or its secrets cannot be decrypted with the configured key',
    content: problemContent,
  },
  '422': {
    description: 'No key to encrypt secrets is configured; `detail` says what to set',
    content: problemContent,
  },
};

export const NOTIFICATIONS_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/channels': {
    get: {
      summary: 'The notification channels by name, without their secrets',
      responses: answers('200', 'All channels', channelList),
    },
    post: {
      summary: 'Create a channel',
      requestBody: body(channelRequest),
      responses: answers(
        '201',
        'Created. Only this response contains a new signing key',
        savedChannel,
        refusals,
      ),
    },
  },
  '/api/v1/channels/preview': {
    post: {
      summary: 'The message that a channel with these settings would send now; nothing is sent',
      requestBody: body(channelPreviewRequest),
      responses: answers('200', 'The message; null if there is nothing to report', channelPreview),
    },
  },
  '/api/v1/channels/{id}': {
    get: {
      summary: 'One channel',
      requestParams: byId,
      responses: answers('200', 'Without its secrets', channel, notFound),
    },
    patch: {
      summary: 'Change a channel',
      requestParams: byId,
      requestBody: body(channelEdit),
      responses: answers('200', 'Changed', savedChannel, { ...notFound, ...refusals }),
    },
    delete: {
      summary: 'Delete a channel and its delivery log',
      requestParams: byId,
      responses: answers('204', 'Removed', undefined, notFound),
    },
  },
  '/api/v1/channels/{id}/test': {
    post: {
      summary: 'Send a test message; a delivered one resumes a paused channel',
      requestParams: byId,
      responses: answers('200', 'The delivery', delivery, notFound),
    },
  },
  '/api/v1/channels/{id}/deliveries': {
    get: {
      summary: 'The deliveries of a channel, newest first',
      requestParams: { ...byId, query: deliveriesQuery },
      responses: answers('200', 'Without the contents of messages', deliveryPage, notFound),
    },
  },
};

import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { badgeQuery, fleetBadgeQuery, shieldsEndpoint } from '../images/badges.ts';
import { feedQuery } from '../images/feed.ts';
import { publicRequest, publicResponse } from '../images/images.ts';
import { reference } from '../primitives.ts';
import { answers, body, COMMON } from './operations.ts';

type Parameters = NonNullable<ZodOpenApiOperationObject['requestParams']>;

/** Open to anyone: an answer that would differ with who asks could not be cached. */
function badge(summary: string, parameters: Parameters, json: boolean) {
  const content = json
    ? { 'application/json': { schema: shieldsEndpoint } }
    : { 'image/svg+xml': { schema: z.string() } };
  return {
    get: {
      summary,
      security: [{}],
      requestParams: parameters,
      responses: {
        '200': { description: 'The badge; “unknown” for whatever is not public', content },
        '304': { description: 'The asker has it: `If-None-Match`' },
      },
    },
  };
}

const ofImage = { path: z.object({ reference }), query: badgeQuery };
const ofFleet = { query: fleetBadgeQuery };

export const BADGES_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/images/public': {
    post: {
      summary: 'Mark all images of a filter, or those of some ids, public or private',
      requestBody: body(publicRequest),
      responses: answers('200', 'How many there were, and how many changed', publicResponse),
    },
  },
  '/feed.atom': {
    get: {
      summary: 'What went stale or fresh, as Atom 1.0; HTTP Basic takes a token as its password',
      security: [{ token: [] }, { password: [] }, {}],
      requestParams: { query: feedQuery },
      responses: {
        '200': {
          description: 'The changes, newest first',
          content: { 'application/atom+xml': { schema: z.string() } },
        },
        '304': { description: 'The asker has it' },
        ...COMMON,
      },
    },
  },
  '/badge/{reference}.svg': badge('A public image’s status as a picture', ofImage, false),
  '/badge/{reference}.json': badge('A public image’s status for shields.io', ofImage, true),
  '/badge/fleet.svg': badge('The statuses of the public images under a filter as a picture', ofFleet, false),
  '/badge/fleet.json': badge(
    'The statuses of the public images under a filter for shields.io',
    ofFleet,
    true,
  ),
};

import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { badgeQuery, fleetBadgeQuery, shieldsEndpoint } from '../images/badges.ts';
import { feedQuery } from '../images/feed.ts';
import { publicRequest, publicResponse } from '../images/selection.ts';
import { reference } from '../primitives.ts';
import { answers, body, COMMON, selectionChanged } from './operations.ts';

type Parameters = NonNullable<ZodOpenApiOperationObject['requestParams']>;

/** A badge is open to anyone and the same for everyone, so that it can be cached. */
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
        '200': { description: 'The badge; “unknown” for images that are not public', content },
        '304': { description: 'Not modified (`If-None-Match`)' },
      },
    },
  };
}

const ofImage = { path: z.object({ reference }), query: badgeQuery };
const ofFleet = { query: fleetBadgeQuery };

export const BADGES_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/images/public': {
    post: {
      summary: 'Make images public or private, by filter or by id',
      requestBody: body(publicRequest),
      responses: answers(
        '200',
        'How many images were selected, and which of them changed',
        publicResponse,
        selectionChanged,
      ),
    },
  },
  '/feed.atom': {
    get: {
      summary: 'Images that became stale or fresh, as Atom 1.0. The password of HTTP Basic may be a token',
      security: [{ token: [] }, { password: [] }, {}],
      requestParams: { query: feedQuery },
      responses: {
        '200': {
          description: 'The changes, newest first',
          content: { 'application/atom+xml': { schema: z.string() } },
        },
        '304': { description: 'Not modified' },
        ...COMMON,
      },
    },
  },
  '/badge/{reference}.svg': badge('A public image’s status as an SVG badge', ofImage, false),
  '/badge/{reference}.json': badge('A public image’s status for shields.io', ofImage, true),
  '/badge/fleet.svg': badge(
    'The statuses of public images, optionally filtered, as an SVG badge',
    ofFleet,
    false,
  ),
  '/badge/fleet.json': badge(
    'The statuses of public images, optionally filtered, for shields.io',
    ofFleet,
    true,
  ),
};

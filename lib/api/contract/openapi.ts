import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { digest } from './common.ts';
import { document, documentQuery } from './documents.ts';
import { fleetQuery, fleetSummary, sampleFleet } from './fleet.ts';
import { graph, graphQuery } from './graph.ts';
import { id, image, imageHistory, imagePage, imagesQuery, trackRequest, trackResponse } from './images.ts';
import { lineage, lineageQuery } from './lineage.ts';
import { problem } from './problem.ts';
import { scanAccepted, scanProgress, scanRequest } from './scans.ts';
import { loginRequest, settings } from './service.ts';

type Responses = ZodOpenApiOperationObject['responses'];

const problemContent = { 'application/problem+json': { schema: problem.meta({ id: 'Problem' }) } };

/** Answers that any operation can give. */
const COMMON: Responses = {
  '400': { description: 'Malformed; `field` names what is wrong', content: problemContent },
  '401': { description: 'Not logged in', content: problemContent },
  '403': { description: 'A write from another origin', content: problemContent },
  '500': { description: 'Our fault; `requestId` finds it in the log', content: problemContent },
};

const notFound = { '404': { description: 'No such thing', content: problemContent } };
const registryTrouble = {
  '429': { description: 'The registry asks to wait', content: problemContent },
  '502': { description: 'The registry failed', content: problemContent },
  '504': { description: 'The registry took too long', content: problemContent },
};
const byId = { path: z.object({ id }) };

function answers(status: string, description: string, schema?: z.ZodType, more: Responses = {}): Responses {
  const success = schema ? { description, content: { 'application/json': { schema } } } : { description };
  return { [status]: success, ...COMMON, ...more };
}

function body(schema: z.ZodType, required = true) {
  return { required, content: { 'application/json': { schema } } };
}

const PATHS: ZodOpenApiPathsObject = {
  '/api/v1/images': {
    get: {
      summary: 'The tracked images with their latest verdict',
      requestParams: { query: imagesQuery },
      responses: answers('200', 'A page of images', imagePage.meta({ id: 'ImagePage' })),
    },
    post: {
      summary: 'Track one or up to 10,000 images; they are scanned in the background',
      requestBody: body(trackRequest),
      responses: answers('201', 'Tracked, in the order given', trackResponse),
    },
  },
  '/api/v1/images/{id}': {
    get: {
      summary: 'One tracked image',
      requestParams: byId,
      responses: answers('200', 'The image', image.meta({ id: 'Image' }), notFound),
    },
    delete: {
      summary: 'Stop tracking',
      requestParams: byId,
      responses: answers('204', 'No longer tracked', undefined, notFound),
    },
  },
  '/api/v1/images/{id}/scan': {
    post: {
      summary: 'Scan one image again',
      requestParams: byId,
      responses: answers('202', 'Accepted', scanAccepted.meta({ id: 'ScanAccepted' }), notFound),
    },
  },
  '/api/v1/images/{id}/history': {
    get: {
      summary: 'Every digest the tag had and every verdict',
      requestParams: byId,
      responses: answers('200', 'Newest first', imageHistory, notFound),
    },
  },
  '/api/v1/scans': {
    post: {
      summary: 'Scan all images that a filter matches',
      requestBody: body(scanRequest, false),
      responses: answers('202', 'Accepted', scanAccepted),
    },
  },
  '/api/v1/scans/{id}': {
    get: {
      summary: 'How far a scan is',
      requestParams: byId,
      responses: answers('200', 'Progress', scanProgress.meta({ id: 'ScanProgress' }), notFound),
    },
  },
  '/api/v1/lineage': {
    get: {
      summary: 'One image’s chain, resolved now if unknown or refreshed; `at` answers as it was known then',
      requestParams: { query: lineageQuery },
      responses: answers('200', 'The chain, judged', lineage.meta({ id: 'Lineage' }), {
        ...notFound,
        ...registryTrouble,
      }),
    },
  },
  '/api/v1/graph': {
    get: {
      summary: 'The fleet as a graph, or what is around one image',
      requestParams: { query: graphQuery },
      responses: answers(
        '200',
        'Nodes, edges and how many are hidden',
        graph.meta({ id: 'Graph' }),
        notFound,
      ),
    },
  },
  '/api/v1/fleet': {
    get: {
      summary: 'Counts by status, bases by images waiting, and which rebases help most',
      requestParams: { query: fleetQuery },
      responses: answers('200', 'The summary', fleetSummary.meta({ id: 'FleetSummary' })),
    },
  },
  '/api/v1/documents/{digest}': {
    get: {
      summary: 'A manifest, config or attestation that a verdict stands on',
      requestParams: { path: z.object({ digest }), query: documentQuery.omit({ digest: true }) },
      responses: answers('200', 'The document, byte for byte', document, notFound),
    },
  },
  '/api/v1/events': {
    get: {
      summary: 'Server-Sent Events: scan, verdict, rebase, cascade',
      responses: {
        '200': { description: 'A stream', content: { 'text/event-stream': { schema: z.string() } } },
        ...COMMON,
      },
    },
  },
  '/api/v1/sample-fleet': {
    get: { summary: 'Whether the sample fleet is open', responses: answers('200', 'Its state', sampleFleet) },
    post: { summary: 'Open the sample fleet', responses: answers('201', 'Open', sampleFleet) },
    delete: { summary: 'Remove the sample fleet', responses: answers('204', 'Removed') },
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

/** The OpenAPI 3.1 document of this contract, generated from its schemas. */
export function openApiDocument() {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Baseboard',
      version: '1',
      description: 'What container images stand on, and what of it is stale.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }, {}],
    paths: PATHS,
  });
}

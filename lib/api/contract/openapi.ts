import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { cascade, cascadeAction, cascadePage, cascadePlanRequest, cascadesQuery } from './cascades.ts';
import { digest } from './common.ts';
import { document, documentQuery } from './documents.ts';
import { fleetQuery, fleetSummary, sampleFleet } from './fleet.ts';
import { graph, graphQuery } from './graph.ts';
import { id, image, imageHistory, imagePage, imagesQuery, trackRequest, trackResponse } from './images.ts';
import { lineage, lineageQuery } from './lineage.ts';
import { problem } from './problem.ts';
import {
  accepted,
  annotatePlanRequest,
  applyRequest,
  auditPage,
  auditQuery,
  planRequest,
  rebase,
  rebasePage,
  rebasePlan,
  rebasesQuery,
  rollBackRequest,
} from './rebases.ts';
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
const refused = {
  '422': { description: 'Refused with a reason: `refusal.kind` and its facts', content: problemContent },
};
const conflict = {
  '409': { description: 'A tag has moved, or is being moved: plan again', content: problemContent },
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
  '/api/v1/rebases/plan': {
    post: {
      summary: 'Plan a rebase; nothing is written anywhere',
      requestBody: body(planRequest),
      responses: answers('200', 'What would happen, to the byte', rebasePlan.meta({ id: 'RebasePlan' }), {
        ...notFound,
        ...refused,
        ...registryTrouble,
      }),
    },
  },
  '/api/v1/rebases/plan/{id}': {
    get: {
      summary: 'A plan as it was shown',
      requestParams: byId,
      responses: answers('200', 'The plan', rebasePlan, notFound),
    },
  },
  '/api/v1/rebases/plan/{id}/documents/{digest}': {
    get: {
      summary: 'A document that a plan would put, byte for byte',
      requestParams: { path: z.object({ id, digest }) },
      responses: answers('200', 'The document', undefined, notFound),
    },
  },
  '/api/v1/annotations/plan': {
    post: {
      summary: 'Plan to write the base annotations of a base that other evidence verified',
      requestBody: body(annotatePlanRequest),
      responses: answers('200', 'What would happen, to the byte', rebasePlan, {
        ...notFound,
        ...refused,
        ...registryTrouble,
      }),
    },
  },
  '/api/v1/rebases': {
    get: {
      summary: 'The rebases, newest first',
      requestParams: { query: rebasesQuery },
      responses: answers('200', 'A page of rebases', rebasePage.meta({ id: 'RebasePage' })),
    },
    post: {
      summary: 'Execute a plan that was shown',
      requestBody: body(applyRequest),
      responses: answers('202', 'Accepted', accepted.meta({ id: 'Accepted' }), {
        ...notFound,
        ...conflict,
        ...refused,
        ...registryTrouble,
      }),
    },
  },
  '/api/v1/rebases/{id}': {
    get: {
      summary: 'One rebase with its steps and its plan',
      requestParams: byId,
      responses: answers('200', 'The rebase', rebase.meta({ id: 'Rebase' }), notFound),
    },
  },
  '/api/v1/rebases/{id}/rollback': {
    post: {
      summary: 'Put the tag back, if it is still what the rebase made it',
      requestParams: byId,
      requestBody: body(rollBackRequest, false),
      responses: answers('200', 'The rebase, taken back', rebase, {
        ...notFound,
        ...conflict,
        ...refused,
        ...registryTrouble,
      }),
    },
  },
  '/api/v1/audit': {
    get: {
      summary: 'Every tag that was moved, newest first',
      requestParams: { query: auditQuery },
      responses: answers('200', 'A page of the record', auditPage.meta({ id: 'AuditPage' })),
    },
  },
  '/api/v1/cascades/plan': {
    post: {
      summary: 'Plan the rebase of everything that stands on an image; nothing is written to any registry',
      requestBody: body(cascadePlanRequest),
      responses: answers('201', 'Every plan, wave by wave', cascade.meta({ id: 'Cascade' }), refused),
    },
  },
  '/api/v1/cascades': {
    get: {
      summary: 'The cascades that were begun, newest first',
      requestParams: { query: cascadesQuery },
      responses: answers('200', 'A page of cascades', cascadePage.meta({ id: 'CascadePage' })),
    },
  },
  '/api/v1/cascades/{id}': {
    get: {
      summary: 'One cascade with its images',
      requestParams: byId,
      responses: answers('200', 'The cascade', cascade, notFound),
    },
  },
  '/api/v1/cascades/{id}/{action}': {
    post: {
      summary: 'Begin a cascade that was shown, hold it, go on, or end it',
      requestParams: { path: z.object({ id, action: cascadeAction }) },
      responses: answers('202', 'The cascade', cascade, { ...notFound, ...conflict, ...refused }),
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

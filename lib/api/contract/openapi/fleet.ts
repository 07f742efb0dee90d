import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { document, documentQuery } from '../images/documents.ts';
import { fleetQuery, fleetSummary, sampleFleet } from '../images/fleet.ts';
import { graph, graphQuery } from '../images/graph.ts';
import {
  image,
  imageHistory,
  imagePage,
  imagePatch,
  imageQuery,
  imagesQuery,
  trackedRequest,
  trackedResponse,
  trackRequest,
  trackResponse,
} from '../images/images.ts';
import { lineage, lineageQuery } from '../images/lineage.ts';
import { scanAccepted, scanDetails, scanProgress, scanRequest } from '../images/scans.ts';
import { restoreRequest, restoreResponse, selectionRequest, untrackResponse } from '../images/selection.ts';
import { digest } from '../primitives.ts';
import { answers, body, byId, notFound, registryTrouble, selectionChanged } from './operations.ts';

export const FLEET_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/images': {
    get: {
      summary: 'The tracked images with their latest verdict',
      requestParams: { query: imagesQuery },
      responses: answers('200', 'A page of images', imagePage.meta({ id: 'ImagePage' })),
    },
    post: {
      summary: 'Track one image, or up to 10,000; a scan checks them in the background',
      requestBody: body(trackRequest),
      responses: answers('201', 'The tracked images, in the order of the request', trackResponse),
    },
  },
  '/api/v1/images/untrack': {
    post: {
      summary: 'Stop tracking images, by filter or by id',
      requestBody: body(selectionRequest),
      responses: answers(
        '200',
        'How many were untracked, and which can be restored',
        untrackResponse,
        selectionChanged,
      ),
    },
  },
  '/api/v1/images/restore': {
    post: {
      summary: 'Track images again that were untracked, with their history',
      requestBody: body(restoreRequest),
      responses: answers('200', 'How many are tracked again', restoreResponse),
    },
  },
  '/api/v1/images/tracked': {
    post: {
      summary: 'Which of up to 10,000 references are tracked; nothing changes',
      requestBody: body(trackedRequest),
      responses: answers('200', 'Those that are tracked', trackedResponse),
    },
  },
  '/api/v1/images/{id}': {
    get: {
      summary: 'One tracked image',
      requestParams: { ...byId, query: imageQuery },
      responses: answers('200', 'The image', image.meta({ id: 'Image' }), notFound),
    },
    patch: {
      summary: 'Make an image public or private',
      requestParams: byId,
      requestBody: body(imagePatch),
      responses: answers('200', 'The changed image', image, notFound),
    },
    delete: {
      summary: 'Stop tracking an image',
      requestParams: byId,
      responses: answers('204', 'No longer tracked', undefined, notFound),
    },
  },
  '/api/v1/images/{id}/scan': {
    post: {
      summary: 'Check one image again',
      requestParams: byId,
      responses: answers('202', 'Accepted', scanAccepted.meta({ id: 'ScanAccepted' }), notFound),
    },
  },
  '/api/v1/images/{id}/history': {
    get: {
      summary:
        'Every digest that the tag had, and every changed verdict; `at` finds an image that is no longer tracked',
      requestParams: { ...byId, query: imageQuery },
      responses: answers('200', 'Newest first', imageHistory, notFound),
    },
  },
  '/api/v1/scans': {
    post: {
      summary: 'Check images, by filter or by id; the whole fleet without a body',
      requestBody: body(scanRequest, false),
      responses: answers('202', 'Accepted', scanAccepted),
    },
  },
  '/api/v1/scans/{id}': {
    get: {
      summary: 'The progress of a scan, and which registries it waits for',
      requestParams: byId,
      responses: answers('200', 'Progress', scanDetails.meta({ id: 'ScanDetails' }), notFound),
    },
    delete: {
      summary: 'Cancel a scan: images under way are still checked, and what is done counts',
      requestParams: byId,
      responses: answers('202', 'Progress', scanProgress.meta({ id: 'ScanProgress' }), notFound),
    },
  },
  '/api/v1/lineage': {
    get: {
      summary:
        'One image’s base chain; checked now if it is unknown or with `refresh`. `at` returns the verdict of that time',
      requestParams: { query: lineageQuery },
      responses: answers('200', 'The chain with its verdict', lineage.meta({ id: 'Lineage' }), {
        ...notFound,
        ...registryTrouble,
      }),
    },
  },
  '/api/v1/graph': {
    get: {
      summary: 'The fleet as a graph, or the part around one image',
      requestParams: { query: graphQuery },
      responses: answers(
        '200',
        'Nodes, edges and the number of hidden nodes',
        graph.meta({ id: 'Graph' }),
        notFound,
      ),
    },
  },
  '/api/v1/fleet': {
    get: {
      summary: 'Counts by status, bases by stale images, and the rebases that help most',
      requestParams: { query: fleetQuery },
      responses: answers('200', 'The summary', fleetSummary.meta({ id: 'FleetSummary' })),
    },
  },
  '/api/v1/documents/{digest}': {
    get: {
      summary: 'A manifest, config or attestation that a verdict is based on',
      requestParams: { path: z.object({ digest }), query: documentQuery.omit({ digest: true }) },
      responses: answers('200', 'The document, byte for byte', document, notFound),
    },
  },
  '/api/v1/sample-fleet': {
    get: { summary: 'Whether the sample fleet is open', responses: answers('200', 'Its state', sampleFleet) },
    post: { summary: 'Open the sample fleet', responses: answers('201', 'Open', sampleFleet) },
    delete: { summary: 'Remove the sample fleet', responses: answers('204', 'Removed') },
  },
};

import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { cascade, cascadeAction, cascadePage, cascadePlanRequest, cascadesQuery } from '../cascades.ts';
import { id } from '../images/images.ts';
import { digest } from '../primitives.ts';
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
} from '../rebases.ts';
import { answers, body, byId, conflict, notFound, refused, registryTrouble } from './operations.ts';

export const REBASES_PATHS: ZodOpenApiPathsObject = {
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
};

import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  cascade,
  cascadeAction,
  cascadePage,
  cascadePlanRequest,
  cascadeStartRequest,
  cascadesQuery,
} from '../cascades.ts';
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
      summary: 'Plan a rebase; writes nothing to any registry',
      requestBody: body(planRequest),
      responses: answers(
        '200',
        'The plan: everything that executing it would do',
        rebasePlan.meta({ id: 'RebasePlan' }),
        {
          ...notFound,
          ...refused,
          ...registryTrouble,
        },
      ),
    },
  },
  '/api/v1/rebases/plan/{id}': {
    get: {
      summary: 'A stored plan',
      requestParams: byId,
      responses: answers('200', 'The plan', rebasePlan, notFound),
    },
  },
  '/api/v1/rebases/plan/{id}/documents/{digest}': {
    get: {
      summary: 'A document that a plan would push, byte for byte',
      requestParams: { path: z.object({ id, digest }) },
      responses: answers('200', 'The document', undefined, notFound),
    },
  },
  '/api/v1/annotations/plan': {
    post: {
      summary: 'Plan to write the annotations for a base that other evidence verified',
      requestBody: body(annotatePlanRequest),
      responses: answers('200', 'The plan: everything that executing it would do', rebasePlan, {
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
      summary: 'Execute a stored plan',
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
      summary: 'Move the tag back, if it still has the digest that the rebase gave it',
      requestParams: byId,
      requestBody: body(rollBackRequest, false),
      responses: answers('200', 'The rebase, rolled back', rebase, {
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
      responses: answers('200', 'A page of the audit log', auditPage.meta({ id: 'AuditPage' })),
    },
  },
  '/api/v1/cascades/plan': {
    post: {
      summary: 'Plan to rebase all dependents of an image; writes nothing to any registry',
      requestBody: body(cascadePlanRequest),
      responses: answers(
        '201',
        'The cascade with every plan, wave by wave',
        cascade.meta({ id: 'Cascade' }),
        refused,
      ),
    },
  },
  '/api/v1/cascades': {
    get: {
      summary: 'The started cascades, newest first',
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
  '/api/v1/cascades/{id}/rollback': {
    post: {
      summary:
        'Plan to move the tags of a cascade back, images before their bases; writes nothing to any registry',
      requestParams: byId,
      responses: answers('201', 'The planned rollback: a cascade to start', cascade, {
        ...notFound,
        ...conflict,
      }),
    },
  },
  '/api/v1/cascades/{id}/{action}': {
    post: {
      summary: 'Start, pause, resume or stop a cascade',
      requestParams: { path: z.object({ id, action: cascadeAction }) },
      requestBody: body(cascadeStartRequest, false),
      responses: answers('202', 'The cascade', cascade, { ...notFound, ...conflict, ...refused }),
    },
  },
};

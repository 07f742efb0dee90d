import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { id } from '../images/images.ts';
import { messagePreview } from '../message-preview.ts';
import { schedule, scheduleEdit, scheduleList, scheduleRequest } from '../report-schedules.ts';
import { answers, body, notFound } from './operations.ts';

const byId = { path: z.object({ id }) };
const view = schedule.meta({ id: 'ReportSchedule' });

export const REPORT_SCHEDULES_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/report-schedules': {
    get: {
      summary: 'The reports that are sent on schedule, each with its last run',
      responses: answers('200', 'Every schedule', scheduleList),
    },
    post: {
      summary: 'Send a report daily, weekly or monthly to a channel or by mail',
      requestBody: body(scheduleRequest),
      responses: answers('201', 'Created', view),
    },
  },
  '/api/v1/report-schedules/preview': {
    post: {
      summary: 'The message that a schedule would send now; nothing is made or sent',
      requestBody: body(scheduleRequest),
      responses: answers('200', 'The message', messagePreview),
    },
  },
  '/api/v1/report-schedules/{id}': {
    patch: {
      summary: 'Change a schedule; what is left out stays',
      requestParams: byId,
      requestBody: body(scheduleEdit),
      responses: answers('200', 'Changed', view, notFound),
    },
    delete: {
      summary: 'Delete a schedule; its reports stay',
      requestParams: byId,
      responses: answers('204', 'Deleted', undefined, notFound),
    },
  },
  '/api/v1/report-schedules/{id}/send': {
    post: {
      summary: 'Make and send the report now',
      requestParams: byId,
      responses: answers('200', 'The schedule, with how it went', view, notFound),
    },
  },
};

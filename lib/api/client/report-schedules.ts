import { queryOptions } from '@tanstack/react-query';
import type { MessagePreviewView } from '../contract/message-preview.ts';
import type {
  ScheduleEditRequest,
  ScheduleListView,
  ScheduleRequest,
  ScheduleView,
} from '../contract/report-schedules.ts';
import { requestJson } from './request.ts';

/** The reports that are sent on schedule. */
export function schedulesQuery() {
  return queryOptions({
    queryKey: ['report-schedules'],
    queryFn: ({ signal }) => requestJson<ScheduleListView>('/report-schedules', { signal }),
  });
}

/** Creates a schedule. */
export function createSchedule(request: ScheduleRequest) {
  return requestJson<ScheduleView>('/report-schedules', { method: 'POST', body: request });
}

/** Changes a schedule. */
export function changeSchedule(id: string, request: ScheduleEditRequest) {
  return requestJson<ScheduleView>(schedulePath(id), { method: 'PATCH', body: request });
}

/** Deletes a schedule; its reports stay. */
export function deleteSchedule(id: string) {
  return requestJson<undefined>(schedulePath(id), { method: 'DELETE' });
}

/** Makes and sends the report now. */
export function sendSchedule(id: string) {
  return requestJson<ScheduleView>(`${schedulePath(id)}/send`, { method: 'POST', body: {} });
}

/** The message that a schedule would send now. */
export function previewSchedule(request: ScheduleRequest) {
  return requestJson<MessagePreviewView>('/report-schedules/preview', { method: 'POST', body: request });
}

function schedulePath(id: string): string {
  return `/report-schedules/${encodeURIComponent(id)}`;
}

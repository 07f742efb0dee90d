import type { z } from 'zod';
import type { Caller } from '#lib/access/roles.ts';
import type { Config } from '#lib/config/config.ts';
import {
  changeScheduleBy,
  createScheduleBy,
  removeScheduleBy,
} from '#lib/fleet/reports/schedules/audited-schedules.ts';
import { getSchedules } from '#lib/fleet/reports/schedules/change-schedules.ts';
import { previewSchedule } from '#lib/fleet/reports/schedules/preview-schedule.ts';
import { sendNow } from '#lib/fleet/reports/schedules/run-schedules.ts';
import type { ScheduleContext } from '#lib/fleet/reports/schedules/schedule-context.ts';
import type { MessagePreviewView } from '../../contract/message-preview.ts';
import type { scheduleEdit, scheduleRequest } from '../../contract/report-schedules.ts';
import { presentSchedule } from '../../present/report-schedules.ts';
import { editorOf } from './editor-of.ts';
import { knownId } from './known-id.ts';

/** Reports on schedule, for routes and pages, with the contract's types. */
export function createScheduleApplication(
  context: ScheduleContext,
  { publicUrl, sla }: Pick<Config, 'publicUrl' | 'sla'>,
) {
  const columnsOf = (request: z.output<typeof scheduleRequest>, origin: string) => ({
    ...request,
    filter: request.filter.trim(),
    staleDays: request.staleDays === undefined ? (sla?.staleDays ?? null) : request.staleDays,
    origin,
  });
  return {
    async listSchedules() {
      const schedules = await getSchedules(context);
      return { items: schedules.map((each) => presentSchedule(each, publicUrl)), nextCursor: null };
    },
    createSchedule: async (request: z.output<typeof scheduleRequest>, who: Caller, origin: string) =>
      presentSchedule(await createScheduleBy(context, columnsOf(request, origin), editorOf(who)), publicUrl),
    changeSchedule: async (
      id: string,
      request: z.output<typeof scheduleEdit>,
      who: Caller,
      origin: string,
    ) => {
      const given = Object.fromEntries(
        Object.entries(request).filter(([, value]) => value !== undefined),
      ) as { [K in keyof typeof request]: Exclude<(typeof request)[K], undefined> };
      const changed = await changeScheduleBy(context, knownId(id), { ...given, origin }, editorOf(who));
      return presentSchedule(changed, publicUrl);
    },
    removeSchedule: (id: string, who: Caller) => removeScheduleBy(context, knownId(id), editorOf(who)),
    sendSchedule: async (id: string) => presentSchedule(await sendNow(context, knownId(id)), publicUrl),
    previewSchedule: (
      request: z.output<typeof scheduleRequest>,
      madeBy: string,
      origin: string,
    ): Promise<MessagePreviewView> => previewSchedule(context, columnsOf(request, origin), madeBy),
  };
}

import { z } from 'zod';
import { DELIVERY_STATE, OUTCOME } from '#lib/notify/channel.ts';
import { SCHEDULE_EVERY } from '#lib/reports/schedule/schedule.ts';
import { id } from './images/images.ts';
import { time } from './primitives.ts';
import { line, staleDays } from './reports.ts';

const settings = {
  title: line.trim().min(1, 'a title is missing').max(200),
  /** Which images the reports are about. */
  filter: line.max(2000),
  staleDays: staleDays.nullable(),
  /** Days for which each report's link works. */
  expiresDays: z.int().min(1).max(3650),
  every: z.enum(SCHEDULE_EVERY),
  /** 1 (Monday) to 7, for `week`. */
  weekday: z.int().min(1).max(7),
  /** 1 to 31, for `month`; a month without that day has it on its last. */
  monthDay: z.int().min(1).max(31),
  hour: z.int().min(0).max(23),
  /** An IANA name, such as `Europe/Berlin`. */
  timeZone: z.string().min(1).max(64),
  /** The channel that the message goes to; null for mail to `recipients`. */
  channelId: id.nullable(),
  recipients: z.array(z.email('is not an e-mail address').max(254)).max(20),
  enabled: z.boolean(),
};

export const scheduleRequest = z.strictObject({
  title: settings.title,
  filter: settings.filter.default(''),
  /** By default the operator's limit; null for none. */
  staleDays: settings.staleDays.optional(),
  expiresDays: settings.expiresDays.default(30),
  every: settings.every.default('week'),
  weekday: settings.weekday.default(1),
  monthDay: settings.monthDay.default(1),
  hour: settings.hour.default(9),
  timeZone: settings.timeZone.default('UTC'),
  channelId: settings.channelId.default(null),
  recipients: settings.recipients.default([]),
  enabled: settings.enabled.default(true),
});

export const scheduleEdit = z.strictObject(settings).partial();

/** A schedule with its last run. */
export const schedule = z.object({
  id,
  ...settings,
  title: z.string(),
  recipients: z.array(z.string()),
  createdAt: time,
  createdBy: z.string(),
  /** When it is due next; it is not sent while it is disabled. */
  nextAt: time,
  /** The last run; null before the first. */
  lastRun: z
    .object({
      dueAt: time,
      state: z.enum(DELIVERY_STATE),
      attempts: z.number().int(),
      /** Of the last attempt. */
      outcome: z.enum(OUTCOME).nullable(),
      statusCode: z.number().int().nullable(),
      retryAt: time.nullable(),
      finishedAt: time.nullable(),
      /** The report that it made; null if it has made none yet. */
      reportUrl: z.url().nullable(),
    })
    .nullable(),
});

export const scheduleList = z.object({ items: z.array(schedule), nextCursor: z.null() });

export type ScheduleRequest = z.input<typeof scheduleRequest>;
export type ScheduleEditRequest = z.input<typeof scheduleEdit>;
export type ScheduleView = z.infer<typeof schedule>;
export type ScheduleListView = z.infer<typeof scheduleList>;

import { boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { DeliveryState, OutcomeWord } from '#lib/notify/channel.ts';
import { time } from './columns.ts';
import { channels } from './notifications.ts';

/** Reports that are made and sent again and again, each with its last run. */
export const reportSchedules = pgTable(
  'report_schedules',
  {
    id: uuid().primaryKey().defaultRandom(),
    title: text().notNull(),
    filter: text().notNull(),
    /** The most days that an image may be stale; null for no limit. */
    staleDays: integer(),
    /** Days for which each report's link works. */
    expiresDays: integer().notNull(),
    every: text().$type<'day' | 'week' | 'month'>().notNull(),
    weekday: integer().notNull(),
    monthDay: integer().notNull(),
    hour: integer().notNull(),
    timeZone: text().notNull(),
    /** Where it is sent: a channel, or these mail addresses. */
    channelId: uuid().references(() => channels.id, { onDelete: 'cascade' }),
    recipients: text().array().notNull(),
    enabled: boolean().notNull(),
    /** The server's address for links, if no public URL is configured. */
    origin: text().notNull(),
    createdAt: time().notNull(),
    createdBy: text().notNull(),
    nextAt: time().notNull(),
    /** The time that the last run was due, or was requested; null before the first. */
    runAt: time(),
    runState: text().$type<DeliveryState>(),
    attempts: integer().notNull().default(0),
    /** Of the last attempt. */
    outcome: text().$type<OutcomeWord>(),
    statusCode: integer(),
    retryAt: time(),
    /** While it is being sent: after this, another process may send it. */
    leasedUntil: time(),
    /** The report of the last run. */
    reportId: text(),
    finishedAt: time(),
  },
  (table) => [index('report_schedules_next').on(table.nextAt)],
);

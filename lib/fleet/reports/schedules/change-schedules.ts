import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { PRESETS } from '#lib/notify/destinations/presets.ts';
import { isTimeZone, nextDue } from '#lib/reports/schedule/schedule.ts';
import type { Database } from '#lib/store/database/database.ts';
import { readChannel } from '#lib/store/notifications/channels.ts';
import {
  countSchedules,
  deleteSchedule,
  insertSchedule,
  listSchedules,
  lockSchedule,
  type ScheduleColumns,
  type StoredSchedule,
  updateSchedule,
} from '#lib/store/sharing/report-schedules.ts';
import { NotFoundError } from '../../errors.ts';
import type { ScheduleContext } from './schedule-context.ts';

/** A schedule cannot be saved as requested; the message says why and what to do. */
export class ScheduleRefusedError extends Error {
  override name = 'ScheduleRefusedError';
  /** The field of the request that is wrong. */
  readonly field: string;
  constructor(message: string, field: string) {
    super(message);
    this.field = field;
  }
}

const MOST_SCHEDULES = 50;

/** All schedules, by title. */
export function getSchedules({ db }: Pick<ScheduleContext, 'db'>): Promise<StoredSchedule[]> {
  return listSchedules(db);
}

/** Stores a schedule, first due after now. Throws {@link ScheduleRefusedError} and `FilterSyntaxError`. */
export async function createSchedule(
  context: ScheduleContext,
  columns: ScheduleColumns,
  createdBy: string,
): Promise<StoredSchedule> {
  await checkSchedule(context, columns);
  if ((await countSchedules(context.db)) >= MOST_SCHEDULES)
    throw new ScheduleRefusedError(
      `There are already ${MOST_SCHEDULES} schedules. Delete one first.`,
      'title',
    );
  const now = context.clock();
  return insertSchedule(context.db, { ...columns, createdAt: now, createdBy, nextAt: nextDue(columns, now) });
}

/** Changes a schedule; what is left out stays. Throws as {@link createSchedule}, and `NotFoundError`. */
export async function changeSchedule(
  context: ScheduleContext,
  id: string,
  changes: Partial<ScheduleColumns>,
): Promise<StoredSchedule> {
  return context.db.transaction(async (transaction: Database) => {
    const before = await lockSchedule(transaction, id);
    if (before === undefined) throw noSchedule(id);
    const columns = { ...before, ...changes };
    await checkSchedule(context, columns);
    const nextAt = nextDue(columns, context.clock());
    const stored = await updateSchedule(transaction, id, { ...changes, nextAt });
    if (stored === undefined) throw noSchedule(id);
    return stored;
  });
}

/** Deletes a schedule and returns it. Reports that it created stay. Throws `NotFoundError`. */
export async function removeSchedule(
  { db }: Pick<ScheduleContext, 'db'>,
  id: string,
): Promise<StoredSchedule> {
  const removed = await deleteSchedule(db, id);
  if (removed === undefined) throw noSchedule(id);
  return removed;
}

/** There is no schedule with this id. */
export function noSchedule(id: string): NotFoundError {
  return new NotFoundError(`There is no report schedule with the id ${id}.`);
}

/** Throws {@link ScheduleRefusedError} and `FilterSyntaxError` for what cannot work. */
export async function checkSchedule(
  { db, notifications }: Pick<ScheduleContext, 'db' | 'notifications'>,
  { filter, timeZone, channelId, recipients }: ScheduleColumns,
): Promise<void> {
  parseFilter(filter);
  if (!isTimeZone(timeZone))
    throw new ScheduleRefusedError('This is not a time zone. Use a name such as Europe/Berlin.', 'timeZone');
  if ((channelId === null) === (recipients.length === 0))
    throw new ScheduleRefusedError('Choose a channel or give e-mail addresses, one of the two.', 'channelId');
  if (channelId === null) {
    if (notifications.mailer !== undefined) return;
    throw new ScheduleRefusedError(
      'No mail server is configured: add smtp with a host and a from address to baseboard.yaml.',
      'recipients',
    );
  }
  const channel = await readChannel(db, channelId);
  if (channel === undefined) throw new ScheduleRefusedError('There is no such channel.', 'channelId');
  if (channel.preset !== null && PRESETS[channel.preset].startsPipeline)
    throw new ScheduleRefusedError(
      `The channel “${channel.name}” starts a pipeline, and a report is none of its events. Choose another channel.`,
      'channelId',
    );
}

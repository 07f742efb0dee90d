import type { AccessAction } from '#lib/access/access-action.ts';
import type { Database } from '#lib/store/database/database.ts';
import type { ScheduleColumns, StoredSchedule } from '#lib/store/sharing/report-schedules.ts';
import { type Editor, recordChange } from '../../access/editor.ts';
import { changeSchedule, createSchedule, removeSchedule } from './change-schedules.ts';
import type { ScheduleContext } from './schedule-context.ts';

/** Creates a schedule and records it in the access audit log, in one transaction. Throws as {@link createSchedule}. */
export function createScheduleBy(
  context: ScheduleContext,
  columns: ScheduleColumns,
  editor: Editor,
): Promise<StoredSchedule> {
  return context.db.transaction(async (transaction: Database) => {
    const stored = await createSchedule({ ...context, db: transaction }, columns, editor.name);
    await record(transaction, context, 'schedule-created', stored, editor, wordsOf(stored));
    return stored;
  });
}

/** Changes a schedule and records which settings, in one transaction. Throws as {@link changeSchedule}. */
export function changeScheduleBy(
  context: ScheduleContext,
  id: string,
  changes: Partial<ScheduleColumns>,
  editor: Editor,
): Promise<StoredSchedule> {
  const { origin: _, ...settings } = changes;
  return context.db.transaction(async (transaction: Database) => {
    const stored = await changeSchedule({ ...context, db: transaction }, id, changes);
    const changed = Object.keys(settings).join(', ');
    await record(transaction, context, 'schedule-changed', stored, editor, changed);
    return stored;
  });
}

/** Deletes a schedule and records it, in one transaction. Throws `NotFoundError`. */
export function removeScheduleBy(context: ScheduleContext, id: string, editor: Editor): Promise<void> {
  return context.db.transaction(async (transaction: Database) => {
    const removed = await removeSchedule({ db: transaction }, id);
    await record(transaction, context, 'schedule-deleted', removed, editor, wordsOf(removed));
  });
}

/** How often it is sent, which images it shows, and who gets it. */
function wordsOf({ every, filter, recipients }: StoredSchedule): string {
  const receiver = recipients.length === 0 ? 'a channel' : recipients.join(', ');
  return `every ${every}, ${filter === '' ? 'the whole fleet' : filter}, to ${receiver}`;
}

function record(
  transaction: Database,
  { clock }: Pick<ScheduleContext, 'clock'>,
  action: AccessAction,
  { title: subject }: StoredSchedule,
  editor: Editor,
  detail: string,
): Promise<void> {
  return recordChange(transaction, { at: clock(), action, subject, detail }, editor);
}

import { createHash } from 'node:crypto';
import { reportMessage } from '#lib/notify/messages/message.ts';
import { isActive, nextAttemptAt } from '#lib/notify/policy/delivery-attempts.ts';
import { isDelivered, type Outcome } from '#lib/notify/policy/delivery-outcome.ts';
import { parseStoredReport } from '#lib/reports/content/stored-report.ts';
import { nextDue } from '#lib/reports/schedule/schedule.ts';
import type { Database } from '#lib/store/database/database.ts';
import { readChannel } from '#lib/store/notifications/channels.ts';
import {
  lockDueSchedule,
  lockSchedule,
  type StoredSchedule,
  updateSchedule,
} from '#lib/store/sharing/report-schedules.ts';
import { readReportContent } from '#lib/store/sharing/reports.ts';
import { originOf, sendMessage } from '../../notify/send-message.ts';
import { makeReport } from '../make-report.ts';
import { noSchedule } from './change-schedules.ts';
import { summariseReport } from './report-summary.ts';
import type { ScheduleContext } from './schedule-context.ts';

/** Longer than making and sending a report takes; after it, the sender is taken for dead. */
const LEASE_MS = 5 * 60_000;
/** A report is tried this long; then it fails, and the next one is due at its own time. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Sends the reports that are due, and those that failed and are to be tried again. Each due time is taken once, by
 * whichever process comes first; one that dies after sending and before recording it sends again, with the same id.
 */
export async function runSchedules(context: ScheduleContext): Promise<void> {
  for (;;) {
    const schedule = await context.db.transaction((transaction) => claimDue(transaction, context.clock()));
    if (schedule === undefined) return;
    await send(context, schedule);
  }
}

/** Makes and sends a report now, whenever it is due. One that is being sent is left alone. Throws `NotFoundError`. */
export async function sendNow(context: ScheduleContext, id: string): Promise<StoredSchedule> {
  const now = context.clock();
  const claimed = await context.db.transaction(async (transaction: Database) => {
    const schedule = await lockSchedule(transaction, id);
    if (schedule === undefined) throw noSchedule(id);
    return isBeingSent(schedule, now) ? undefined : begin(transaction, id, now, now);
  });
  if (claimed !== undefined) await send(context, claimed);
  return context.db.transaction(async (transaction: Database) => {
    const after = await lockSchedule(transaction, id);
    if (after === undefined) throw noSchedule(id);
    return after;
  });
}

async function claimDue(transaction: Database, now: Date): Promise<StoredSchedule | undefined> {
  const schedule = await lockDueSchedule(transaction, now);
  if (schedule === undefined) return undefined;
  const { id, enabled, nextAt } = schedule;
  // Times that passed while nothing ran are one run.
  if (enabled && nextAt <= now) {
    await updateSchedule(transaction, id, { nextAt: nextDue(schedule, now) });
    return begin(transaction, id, nextAt, now);
  }
  const leasedUntil = new Date(now.getTime() + LEASE_MS);
  return updateSchedule(transaction, id, { runState: 'sending', leasedUntil, retryAt: null });
}

function begin(transaction: Database, id: string, runAt: Date, now: Date) {
  return updateSchedule(transaction, id, {
    runAt,
    runState: 'sending',
    attempts: 0,
    outcome: null,
    statusCode: null,
    retryAt: null,
    leasedUntil: new Date(now.getTime() + LEASE_MS),
    reportId: null,
    finishedAt: null,
  });
}

function isBeingSent({ runState, leasedUntil }: StoredSchedule, now: Date): boolean {
  return runState === 'sending' && leasedUntil !== null && leasedUntil > now;
}

async function send(context: ScheduleContext, schedule: StoredSchedule): Promise<void> {
  const { db, clock, log, notifications } = context;
  const { id } = schedule;
  const outcome = await attempt(context, schedule).catch((err: unknown): Outcome => {
    log.error({ err, scheduleId: id }, 'a scheduled report could not be made');
    return { word: 'report-failed', statusCode: null };
  });
  const now = clock();
  const attempts = schedule.attempts + 1;
  const end = { attempts, outcome: outcome.word, statusCode: outcome.statusCode, leasedUntil: null };
  if (isDelivered(outcome.word)) {
    await updateSchedule(db, id, { ...end, runState: 'delivered', finishedAt: now });
    return;
  }
  log.warn({ scheduleId: id, outcome: outcome.word }, 'a scheduled report could not be delivered');
  const since = schedule.runAt ?? now;
  const isOver = outcome.word === 'gone' || now.getTime() - since.getTime() >= GIVE_UP_AFTER_MS;
  await updateSchedule(
    db,
    id,
    isOver
      ? { ...end, runState: 'failed', finishedAt: now }
      : {
          ...end,
          runState: 'waiting',
          retryAt: nextAttemptAt(attempts, outcome, now, notifications.random()),
        },
  );
}

async function attempt(context: ScheduleContext, schedule: StoredSchedule): Promise<Outcome> {
  const { db, clock, notifications } = context;
  const reportId = schedule.reportId ?? (await makeOnce(context, schedule));
  const text = await readReportContent(db, reportId);
  // Somebody revoked the report between two attempts: there is nothing left to send.
  if (text === undefined) return { word: 'gone', statusCode: null };
  const link = `${notifications.link ?? schedule.origin}/r/${reportId}`;
  const now = clock();
  const summary = summariseReport(parseStoredReport(text), link);
  const messageId = messageIdOf(schedule);
  const { channelId, recipients, id, title } = schedule;
  if (channelId === null) {
    if (notifications.mailer === undefined) return { word: 'smtp-not-configured', statusCode: null };
    const origin = { channel: { id, name: title }, link: notifications.link };
    const { mail } = reportMessage(messageId, now, summary, origin);
    const outcome = await notifications.mailer.send(recipients, mail, messageId);
    notifications.observe('email', outcome.word);
    return outcome;
  }
  const channel = await readChannel(db, channelId);
  if (channel === undefined || !isActive(channel)) return { word: 'channel-off', statusCode: null };
  const message = reportMessage(messageId, now, summary, originOf(notifications, channel));
  return sendMessage(notifications, channel, message, now);
}

/** Makes the run's report and notes it, in one transaction: every attempt links to the same one. */
async function makeOnce(context: ScheduleContext, schedule: StoredSchedule): Promise<string> {
  const { clock } = context;
  const { title, filter, staleDays, expiresDays, createdBy } = schedule;
  return context.db.transaction(async (transaction: Database) => {
    const expiresAt = new Date(clock().getTime() + expiresDays * DAY_MS);
    const request = { title, note: null, madeBy: createdBy, filter, live: false, expiresAt, staleDays };
    const { id } = await makeReport({ ...context, db: transaction }, request);
    await updateSchedule(transaction, schedule.id, { reportId: id });
    return id;
  });
}

/** The same for every attempt of a run. */
function messageIdOf({ id, runAt }: StoredSchedule): string {
  return createHash('sha256').update(`${id}\n${runAt?.toISOString()}`).digest('hex').slice(0, 32);
}

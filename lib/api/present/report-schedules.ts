import type { StoredSchedule } from '#lib/store/sharing/report-schedules.ts';
import type { ScheduleView } from '../contract/report-schedules.ts';
import { presentCreated } from './reports.ts';

/** A schedule with its last run; `publicUrl` is the configured origin of links. */
export function presentSchedule(schedule: StoredSchedule, publicUrl: string | undefined): ScheduleView {
  const { id, title, filter, staleDays, expiresDays, every, weekday, monthDay, hour, timeZone } = schedule;
  const { channelId, recipients, enabled, createdBy } = schedule;
  return {
    ...{ id, title, filter, staleDays, expiresDays, every, weekday, monthDay, hour, timeZone },
    ...{ channelId, recipients, enabled, createdBy },
    createdAt: schedule.createdAt.toISOString(),
    nextAt: schedule.nextAt.toISOString(),
    lastRun: presentRun(schedule, publicUrl ?? schedule.origin),
  };
}

function presentRun(schedule: StoredSchedule, origin: string): ScheduleView['lastRun'] {
  const { runAt, runState, attempts, outcome, statusCode, retryAt, finishedAt, reportId } = schedule;
  if (runAt === null || runState === null) return null;
  return {
    dueAt: runAt.toISOString(),
    state: runState,
    attempts,
    outcome,
    statusCode,
    retryAt: retryAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    reportUrl: reportId === null ? null : presentCreated(reportId, origin).url,
  };
}

import type { ScheduleRequest, ScheduleView } from '#lib/api/contract/report-schedules.ts';

/** What the form of a schedule holds, as typed. */
export interface ScheduleDraft {
  readonly title: string;
  readonly filter: string;
  readonly every: ScheduleView['every'];
  readonly weekday: string;
  readonly monthDay: string;
  readonly hour: string;
  readonly timeZone: string;
  /** A channel's id; empty for mail. */
  readonly channelId: string;
  readonly recipients: string;
  readonly staleDays: string;
  readonly expiresDays: string;
}

/** The draft of a new schedule; `timeZone` is the reader's. */
export function newSchedule(timeZone: string): ScheduleDraft {
  return {
    title: '',
    filter: '',
    every: 'week',
    weekday: '1',
    monthDay: '1',
    hour: '9',
    timeZone,
    channelId: '',
    recipients: '',
    staleDays: '',
    expiresDays: '30',
  };
}

/** The draft of an existing schedule. */
export function scheduleDraftOf(schedule: ScheduleView): ScheduleDraft {
  const { title, filter, every, timeZone, channelId, recipients, staleDays } = schedule;
  return {
    ...{ title, filter, every, timeZone },
    weekday: String(schedule.weekday),
    monthDay: String(schedule.monthDay),
    hour: String(schedule.hour),
    channelId: channelId ?? '',
    recipients: recipients.join('\n'),
    staleDays: staleDays === null ? '' : String(staleDays),
    expiresDays: String(schedule.expiresDays),
  };
}

/** The request that creates or changes the schedule; the server reports what is wrong. */
export function scheduleRequestOf(draft: ScheduleDraft): ScheduleRequest {
  const { title, filter, every, timeZone, channelId, recipients, staleDays } = draft;
  const addresses = recipients.split(/[\s,;]+/).filter((address) => address !== '');
  return {
    ...{ title: title.trim(), filter: filter.trim(), every, timeZone: timeZone.trim() },
    weekday: Number(draft.weekday),
    monthDay: Number(draft.monthDay),
    hour: Number(draft.hour),
    channelId: channelId === '' ? null : channelId,
    recipients: channelId === '' ? addresses : [],
    ...(staleDays.trim() === '' ? {} : { staleDays: Number(staleDays) }),
    expiresDays: Number(draft.expiresDays),
  };
}

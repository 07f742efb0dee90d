import { reportMessage } from '#lib/notify/messages/message.ts';
import { type MessagePreview, previewMessage, type Receiver } from '#lib/notify/messages/preview-message.ts';
import { readChannel } from '#lib/store/notifications/channels.ts';
import type { ScheduleColumns } from '#lib/store/sharing/report-schedules.ts';
import { contentNow } from '../report-content.ts';
import { checkSchedule } from './change-schedules.ts';
import { summariseReport } from './report-summary.ts';
import type { ScheduleContext } from './schedule-context.ts';

/** The message that a schedule would send now. Makes no report and sends nothing. Throws as `createSchedule`. */
export async function previewSchedule(
  context: ScheduleContext,
  columns: ScheduleColumns,
  madeBy: string,
): Promise<MessagePreview> {
  await checkSchedule(context, columns);
  const { title, filter, staleDays, channelId } = columns;
  const request = { title, note: null, madeBy, filter, live: false, expiresAt: null, staleDays };
  const link = `${context.notifications.link ?? columns.origin}/r/…`;
  const summary = summariseReport(await contentNow(context, request), link);
  const channel = channelId === null ? undefined : await readChannel(context.db, channelId);
  const receiver: Receiver = channel ?? { kind: 'email', preset: null };
  const origin = {
    channel: { id: channel?.id ?? '', name: channel?.name ?? title },
    link: context.notifications.link,
  };
  const now = context.clock();
  return previewMessage(receiver, reportMessage('…', now, summary, origin), now);
}

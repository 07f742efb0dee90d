'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '#components/access/current-user.tsx';
import { outcomeText } from '#components/notifications/channel-words.ts';
import { Button } from '#components/ui/controls/button.tsx';
import { ConfirmButton } from '#components/ui/controls/confirm-button.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { channelsQuery } from '#lib/api/client/channels.ts';
import {
  changeSchedule,
  deleteSchedule,
  schedulesQuery,
  sendSchedule,
} from '#lib/api/client/report-schedules.ts';
import { reportsQuery } from '#lib/api/client/reports.ts';
import type { ScheduleView } from '#lib/api/contract/report-schedules.ts';
import { absoluteTime } from '#lib/lineage/words/time-words.ts';
import { scheduleWords } from '#lib/reports/schedule/schedule.ts';
import { ScheduleForm } from './schedule-form.tsx';

/** Runs change while they are sent and tried again. */
const REFRESH_MS = 15_000;

/** The reports that are sent on schedule, for those who may set them up. */
export function Schedules() {
  return useWhyNot('administer') === undefined ? <ScheduleSection /> : null;
}

function ScheduleSection() {
  const list = useQuery({ ...schedulesQuery(), refetchInterval: REFRESH_MS });
  const [form, setForm] = useState<ScheduleView | 'new' | null>(null);
  const close = () => setForm(null);
  return (
    <section aria-labelledby="schedules" className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="schedules" className="text-base font-semibold">
          Scheduled reports
        </h2>
        {form === null ? <Button onClick={() => setForm('new')}>Schedule a report</Button> : null}
      </div>
      {form === null ? null : (
        <ScheduleForm
          key={form === 'new' ? 'new' : form.id}
          {...(form === 'new' ? {} : { schedule: form })}
          onDone={close}
        />
      )}
      {list.data === undefined || list.data.items.length === 0 ? (
        form === null ? (
          <p className="text-sm text-muted">
            A report can be made and sent daily, weekly or monthly, to a channel or by mail.
          </p>
        ) : null
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line bg-surface">
          {list.data.items.map((schedule) => (
            <ScheduleRow key={schedule.id} schedule={schedule} onEdit={() => setForm(schedule)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ScheduleRow({ schedule, onEdit }: { schedule: ScheduleView; onEdit: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const channels = useQuery(channelsQuery());
  const { id, title, filter, enabled, channelId, recipients, nextAt } = schedule;
  const settled = async () => {
    await client.invalidateQueries({ queryKey: schedulesQuery().queryKey });
    await client.invalidateQueries({ queryKey: reportsQuery().queryKey });
  };
  const failed = (error: unknown) => toast({ error });
  const send = useMutation({ mutationFn: () => sendSchedule(id), onError: failed, onSettled: settled });
  const toggle = useMutation({
    mutationFn: () => changeSchedule(id, { enabled: !enabled }),
    onError: failed,
    onSettled: settled,
  });
  const remove = useMutation({ mutationFn: () => deleteSchedule(id), onError: failed, onSettled: settled });
  const channel = channels.data?.items.find((each) => each.id === channelId);
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1 basis-80 space-y-1">
        <p className="font-medium break-words">{title}</p>
        <p className="break-words text-muted">
          {scheduleWords(schedule)},{' '}
          {filter === '' ? 'the whole fleet' : <code className="mono">{filter}</code>}, to{' '}
          {channelId === null ? recipients.join(', ') : (channel?.name ?? 'a channel')}
        </p>
        <LastRun schedule={schedule} />
      </div>
      <p className="w-44">
        {enabled ? 'Next' : 'Disabled'}
        {enabled ? (
          <span className="block text-muted">{absoluteTime(nextAt).replace(':00 UTC', ' UTC')}</span>
        ) : null}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          aria-label={`Send now: ${title}`}
          disabled={send.isPending}
          onClick={() => send.mutate()}
        >
          {send.isPending ? 'Sending' : 'Send now'}
        </Button>
        <Button size="sm" aria-label={`Edit: ${title}`} onClick={onEdit}>
          Edit
        </Button>
        <Button
          size="sm"
          aria-label={`${enabled ? 'Disable' : 'Enable'}: ${title}`}
          disabled={toggle.isPending}
          onClick={() => toggle.mutate()}
        >
          {enabled ? 'Disable' : 'Enable'}
        </Button>
        <ConfirmButton
          words="Delete"
          confirmWords="Delete schedule"
          label={title}
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      </div>
    </li>
  );
}

/** How the last run went, and when it is tried again. */
function LastRun({ schedule: { lastRun } }: { schedule: ScheduleView }) {
  if (lastRun === null) return <p className="text-muted">Not sent yet</p>;
  const { state, outcome, statusCode, retryAt, dueAt, reportUrl } = lastRun;
  const failing = state === 'failed' || state === 'waiting';
  return (
    <p className={`break-words ${failing ? 'text-status-broken' : 'text-muted'}`}>
      {outcome === null ? 'Sending' : outcomeText(outcome, statusCode)}
      {state === 'waiting' && retryAt !== null ? `. Tried again at ${absoluteTime(retryAt)}` : null}
      {state === 'failed' ? '. It is not tried again' : null} (<Time value={dueAt} />)
      {reportUrl === null ? null : (
        <>
          {' '}
          <a href={reportUrl} target="_blank" rel="noreferrer" className="underline underline-offset-2">
            Open report
          </a>
        </>
      )}
    </p>
  );
}

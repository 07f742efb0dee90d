'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FilterField } from '#components/notifications/channel-form/filter-field.tsx';
import { MessagePreview } from '#components/notifications/message-preview.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { Choice } from '#components/ui/controls/choice.tsx';
import { Field, LinesField } from '#components/ui/controls/field.tsx';
import { ProblemNotice, problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { channelsQuery } from '#lib/api/client/channels.ts';
import {
  changeSchedule,
  createSchedule,
  previewSchedule,
  schedulesQuery,
} from '#lib/api/client/report-schedules.ts';
import type { ScheduleView } from '#lib/api/contract/report-schedules.ts';
import { PRESETS } from '#lib/notify/destinations/presets.ts';
import { WEEKDAYS } from '#lib/reports/schedule/schedule.ts';
import { newSchedule, type ScheduleDraft, scheduleDraftOf, scheduleRequestOf } from './schedule-draft.ts';

const EVERY = [
  ['day', 'Every day'],
  ['week', 'Every week'],
  ['month', 'Every month'],
] as const;
const DAYS = Array.from({ length: 31 }, (_, index) => String(index + 1));
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour));

/** Creates a schedule, or edits the given one; shows the message before it is saved. */
export function ScheduleForm({ schedule, onDone }: { schedule?: ScheduleView; onDone: () => void }) {
  const client = useQueryClient();
  const channels = useQuery(channelsQuery());
  const [draft, setDraft] = useState(() =>
    schedule === undefined
      ? newSchedule(Intl.DateTimeFormat().resolvedOptions().timeZone)
      : scheduleDraftOf(schedule),
  );
  const change = (part: Partial<ScheduleDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () =>
      schedule === undefined
        ? createSchedule(scheduleRequestOf(draft))
        : changeSchedule(schedule.id, scheduleRequestOf(draft)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: schedulesQuery().queryKey });
      onDone();
    },
  });
  const preview = useMutation({ mutationFn: () => previewSchedule(scheduleRequestOf(draft)) });
  const error = save.error ?? preview.error;
  const problem = error === null ? undefined : problemIn(error);
  const errorOf = (field: string) => (problem?.field?.startsWith(field) ? problem.detail : undefined);
  const receivers = (channels.data?.items ?? []).filter(
    ({ preset }) => preset === null || !PRESETS[preset].startsPipeline,
  );
  return (
    <form
      aria-label={schedule === undefined ? 'New scheduled report' : `Edit ${schedule.title}`}
      className="grid gap-4 rounded-md border border-line bg-surface p-4 text-sm md:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field
        label="Title"
        placeholder="Bases of the shop"
        required
        maxLength={200}
        value={draft.title}
        error={errorOf('title')}
        onText={(title) => change({ title })}
      />
      <FilterField
        filter={draft.filter}
        error={errorOf('filter')}
        onFilter={(filter) => change({ filter })}
      />
      <Choice label="How often" value={draft.every} options={EVERY} onValue={(every) => change({ every })} />
      {draft.every === 'week' ? (
        <Choice
          label="Day"
          value={draft.weekday}
          options={WEEKDAYS.map((name, index) => [String(index + 1), name])}
          onValue={(weekday) => change({ weekday })}
        />
      ) : draft.every === 'month' ? (
        <Choice
          label="Day of the month"
          value={draft.monthDay}
          options={DAYS.map((day) => [day, day])}
          onValue={(monthDay) => change({ monthDay })}
        />
      ) : null}
      <Choice
        label="Hour"
        value={draft.hour}
        options={HOURS.map((hour) => [hour, `${hour.padStart(2, '0')}:00`])}
        onValue={(hour) => change({ hour })}
      />
      <Field
        label="Time zone"
        required
        value={draft.timeZone}
        error={errorOf('timeZone')}
        onText={(timeZone) => change({ timeZone })}
      />
      <Choice
        label="Send to"
        value={draft.channelId}
        options={[['', 'E-mail addresses'], ...receivers.map(({ id, name }) => [id, name] as const)]}
        error={errorOf('channelId')}
        onValue={(channelId) => change({ channelId })}
      />
      {draft.channelId === '' ? (
        <LinesField
          label="Recipients"
          hint="One address per line, up to 20"
          value={draft.recipients}
          error={errorOf('recipients')}
          onText={(recipients) => change({ recipients })}
        />
      ) : null}
      <Field
        label="Overdue after days"
        hint="Leave empty for the operator’s limit"
        type="number"
        min={1}
        max={3650}
        value={draft.staleDays}
        error={errorOf('staleDays')}
        onText={(staleDays) => change({ staleDays })}
      />
      <Field
        label="Each link works for days"
        type="number"
        min={1}
        max={3650}
        required
        value={draft.expiresDays}
        error={errorOf('expiresDays')}
        onText={(expiresDays) => change({ expiresDays })}
      />
      {problem !== undefined && problem.field === undefined ? (
        <div className="md:col-span-2">
          <ProblemNotice error={error} />
        </div>
      ) : null}
      {preview.data === undefined ? null : (
        <div className="min-w-0 md:col-span-2">
          <MessagePreview preview={preview.data} />
        </div>
      )}
      <div className="flex flex-wrap gap-2 md:col-span-2">
        <Button type="submit" variant="primary" disabled={save.isPending} className="max-md:h-11">
          {schedule === undefined ? 'Schedule report' : 'Save changes'}
        </Button>
        <Button
          disabled={preview.isPending}
          className="max-md:h-11"
          onClick={(event) => {
            if (event.currentTarget.form?.reportValidity() === true) preview.mutate();
          }}
        >
          Preview message
        </Button>
        <Button onClick={onDone} className="max-md:h-11">
          Cancel
        </Button>
      </div>
    </form>
  );
}

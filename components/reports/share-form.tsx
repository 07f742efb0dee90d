'use client';

import { type ReactNode, useId, useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import type { ReportRequest } from '#lib/api/contract/reports.ts';
import { LIFETIMES, NEW_REPORT, type ReportDraft, reportRequest } from './report-request.ts';

const FIELD = 'block w-full rounded-md border border-line-strong bg-surface px-2';

/** The form of a new report: its title, whether it is frozen or live, and when its link expires. */
export function ShareForm({
  what,
  isFrozen = false,
  busy,
  error,
  onCreate,
}: {
  what: string;
  /** Whether it can only be frozen. */
  isFrozen?: boolean;
  busy: boolean;
  error: unknown;
  onCreate: (request: ReportRequest) => void;
}) {
  const [draft, setDraft] = useState(NEW_REPORT);
  const change = (part: Partial<ReportDraft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        onCreate(reportRequest(draft, Date.now()));
      }}
    >
      <p className="break-words">
        A page about {what}, with all evidence, for anyone who has its link. They see nothing else and need no
        login.
      </p>
      <Field label="Title">
        {(id) => (
          <input
            id={id}
            value={draft.title}
            maxLength={200}
            placeholder="What our images are based on"
            onChange={(event) => change({ title: event.target.value })}
            className={`${FIELD} h-8`}
          />
        )}
      </Field>
      <Field label="Note">
        {(id) => (
          <textarea
            id={id}
            value={draft.note}
            rows={3}
            maxLength={4000}
            placeholder="What the reader should know"
            onChange={(event) => change({ note: event.target.value })}
            className={`${FIELD} resize-y py-1.5`}
          />
        )}
      </Field>
      {isFrozen ? null : (
        <fieldset className="space-y-2">
          <legend className="mb-1 text-muted">Kind</legend>
          <Choice
            name="Frozen"
            means="Shows the fleet as of now and never changes"
            on={!draft.live}
            onChoose={() => change({ live: false })}
          />
          <Choice
            name="Live"
            means="Shows the fleet as of each visit"
            on={draft.live}
            onChoose={() => change({ live: true })}
          />
        </fieldset>
      )}
      <Field label="Overdue after days">
        {(id) => (
          <input
            id={id}
            type="number"
            min={1}
            max={3650}
            value={draft.staleDays}
            placeholder="The operator’s limit"
            onChange={(event) => change({ staleDays: event.target.value })}
            className={`${FIELD} h-8`}
          />
        )}
      </Field>
      <Field label="Link expires">
        {(id) => (
          <select
            id={id}
            value={String(draft.days)}
            onChange={(event) =>
              change({ days: LIFETIMES.find((one) => String(one.days) === event.target.value)?.days ?? null })
            }
            className={`${FIELD} h-8`}
          >
            {LIFETIMES.map(({ words, days: value }) => (
              <option key={words} value={String(value)}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
      {error === null ? null : (
        <p role="alert" className="text-status-broken">
          {problemIn(error).detail}
        </p>
      )}
      <Button type="submit" variant="primary" disabled={busy}>
        {busy ? 'Creating report' : 'Create report'}
      </Button>
    </form>
  );
}

function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

function Choice({
  name,
  means,
  on,
  onChoose,
}: {
  name: string;
  means: string;
  on: boolean;
  onChoose: () => void;
}) {
  return (
    <label className="flex items-baseline gap-2">
      <input type="radio" name="kind" checked={on} onChange={onChoose} className="translate-y-0.5" />
      <span>
        {name} <span className="text-muted">{means}</span>
      </span>
    </label>
  );
}

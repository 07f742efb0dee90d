'use client';

import { type ReactNode, useId, useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import type { ReportRequest } from '#lib/api/contract/reports.ts';

const DAY_MS = 24 * 3600 * 1000;

/** How long a link can hold, in days; null for ever. */
const LIFETIMES: readonly { readonly words: string; readonly days: number | null }[] = [
  { words: 'Until it is revoked', days: null },
  { words: 'For a day', days: 1 },
  { words: 'For a week', days: 7 },
  { words: 'For 30 days', days: 30 },
  { words: 'For a year', days: 365 },
];

const FIELD = 'block w-full rounded-md border border-line-strong bg-surface px-2';

/** What a report is to be called, whether it stays as it is, and how long its link holds. */
export function ShareForm({
  what,
  busy,
  error,
  onMake,
}: {
  what: string;
  busy: boolean;
  error: unknown;
  onMake: (asked: ReportRequest) => void;
}) {
  const [title, setTitle] = useState('');
  const [note, setNote] = useState('');
  const [live, setLive] = useState(false);
  const [days, setDays] = useState<number | null>(null);
  const submit = () =>
    onMake({
      live,
      ...(title.trim() === '' ? {} : { title: title.trim() }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(days === null ? {} : { expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() }),
    });
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="break-words">
        A page about {what}, with all evidence, for whoever has its link. They see nothing else and need no
        login.
      </p>
      <Field label="Title">
        {(id) => (
          <input
            id={id}
            value={title}
            maxLength={200}
            placeholder="What our images stand on"
            onChange={(event) => setTitle(event.target.value)}
            className={`${FIELD} h-8`}
          />
        )}
      </Field>
      <Field label="Note">
        {(id) => (
          <textarea
            id={id}
            value={note}
            rows={3}
            maxLength={4000}
            placeholder="What the reader should know"
            onChange={(event) => setNote(event.target.value)}
            className={`${FIELD} resize-y py-1.5`}
          />
        )}
      </Field>
      <fieldset className="space-y-2">
        <legend className="mb-1 text-muted">Kind</legend>
        <Choice
          name="Frozen"
          means="As of now; it never changes."
          on={!live}
          onChoose={() => setLive(false)}
        />
        <Choice
          name="Live"
          means="Made anew each time it is opened."
          on={live}
          onChoose={() => setLive(true)}
        />
      </fieldset>
      <Field label="The link holds">
        {(id) => (
          <select
            id={id}
            value={String(days)}
            onChange={(event) =>
              setDays(LIFETIMES.find((one) => String(one.days) === event.target.value)?.days ?? null)
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
        {busy ? 'Making the report' : 'Make the report'}
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

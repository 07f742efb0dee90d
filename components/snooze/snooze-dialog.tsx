'use client';

import { useId, useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { useTimeZone } from '#components/ui/values/clock.tsx';
import { NEW_SNOOZE, SNOOZE_ENDS, type SnoozeDraft, snoozeTerms } from './snooze-request.ts';
import { type NewSnooze, useSnooze } from './use-snooze.ts';

/** A choice of what is snoozed; `make` adds the end and the reason. */
export interface SnoozeScope {
  readonly words: string;
  readonly make: (terms: ReturnType<typeof snoozeTerms>) => NewSnooze;
}

const FIELD = 'block h-8 w-full rounded-md border border-line-strong bg-surface px-2 max-md:h-11';

/** Snoozes images: asks what, until when and why. `what` names the images: "12 images". */
export function SnoozeDialog({
  what,
  scopes,
  onClose,
  onDone = onClose,
}: {
  what: string;
  /** The first one is chosen until the person chooses another. */
  scopes: readonly SnoozeScope[];
  onClose: () => void;
  /** After they were snoozed. */
  onDone?: () => void;
}) {
  const { snooze } = useSnooze();
  const zone = useTimeZone();
  const [draft, setDraft] = useState(NEW_SNOOZE);
  const [scope, setScope] = useState(0);
  const change = (part: Partial<SnoozeDraft>) => setDraft((before) => ({ ...before, ...part }));
  const [endId, dateId, reasonId] = [useId(), useId(), useId()];
  return (
    <Dialog title={`Snooze ${what}`} open onOpenChange={(open) => (open ? undefined : onClose())}>
      <form
        className="min-h-0 space-y-4 overflow-y-auto p-4 text-sm"
        onSubmit={(event) => {
          event.preventDefault();
          const asked = scopes[scope]?.make(snoozeTerms(draft, Date.now(), zone));
          if (asked !== undefined) snooze.mutate(asked, { onSuccess: onDone });
        }}
      >
        <p>Nobody is notified while the snooze lasts. The status stays as it is, with a mark beside it.</p>
        {scopes.length > 1 ? (
          <fieldset className="space-y-2">
            <legend className="mb-1 text-muted">What</legend>
            {scopes.map(({ words }, index) => (
              <label key={words} className="flex items-baseline gap-2 max-md:min-h-8">
                <input
                  type="radio"
                  name="scope"
                  checked={index === scope}
                  onChange={() => setScope(index)}
                  className="translate-y-0.5"
                />
                <span className="min-w-0 break-words">{words}</span>
              </label>
            ))}
          </fieldset>
        ) : null}
        <div className="space-y-1">
          <label htmlFor={endId} className="text-muted">
            How long
          </label>
          <select
            id={endId}
            value={draft.end}
            onChange={({ target }) =>
              change({ end: SNOOZE_ENDS.find(({ key }) => key === target.value)?.key ?? 'week' })
            }
            className={FIELD}
          >
            {SNOOZE_ENDS.map(({ key, words }) => (
              <option key={key} value={key}>
                {words}
              </option>
            ))}
          </select>
        </div>
        {draft.end === 'date' ? (
          <div className="space-y-1">
            <label htmlFor={dateId} className="text-muted">
              Until
            </label>
            <input
              id={dateId}
              type="date"
              required
              value={draft.date}
              onChange={({ target }) => change({ date: target.value })}
              className={FIELD}
            />
          </div>
        ) : null}
        <div className="space-y-1">
          <label htmlFor={reasonId} className="text-muted">
            Reason
          </label>
          <input
            id={reasonId}
            required
            pattern=".*\S.*"
            maxLength={500}
            value={draft.reason}
            placeholder="What others should know"
            onChange={({ target }) => change({ reason: target.value })}
            className={FIELD}
          />
        </div>
        <div className="flex gap-2">
          <Button type="submit" variant="primary" disabled={snooze.isPending} className="max-md:h-11">
            {snooze.isPending ? 'Snoozing' : `Snooze ${what}`}
          </Button>
          <Button onClick={onClose} className="max-md:h-11">
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

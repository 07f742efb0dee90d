'use client';

import { CalendarClock, ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from '#components/ui/controls/button.tsx';
import { Tooltip } from '#components/ui/controls/tooltip.tsx';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { fromInput, momentWords, toInput } from '../moment-text.ts';
import { useUrlMoment } from '../url-moment.tsx';
import { placeAmong, type TimeStep } from './moments.ts';

/** Goes to the past: to the latest moment at which something changed. Nothing where nothing ever did. */
export function TimeButton({ steps }: { steps: readonly TimeStep[] | undefined }) {
  const [at, setAt] = useUrlMoment();
  const latest = steps?.at(-1);
  if (at !== null || latest === undefined) return null;
  return (
    <Tooltip text="See it as it was before" side="bottom">
      <Button onClick={() => void setAt(latest.at, { history: 'push' })}>
        <CalendarClock aria-hidden size={14} />
        Past
      </Button>
    </Tooltip>
  );
}

/**
 * Says that the page shows the past, and moves in it: a slider whose steps are the moments at which something changed,
 * a field for any other moment, and the way back to now.
 */
export function TimeBar({
  steps = [],
  compact = false,
}: {
  steps: readonly TimeStep[] | undefined;
  /** Without the field on a phone, where the page needs the room. */
  compact?: boolean;
}) {
  const [at, setAt] = useUrlMoment();
  if (at === null) return null;
  const place = placeAmong(steps, at);
  const here = steps[place];
  const goTo = (index: number) => {
    const step = steps[index];
    // Beyond the last step is now.
    void setAt(step === undefined ? null : step.at);
  };
  const exact = here?.at === at;
  const what = exact && here !== undefined ? `, after ${here.what}` : '';
  return (
    <section
      aria-label="Time"
      data-screen-only
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-line-strong bg-raised px-3 py-2 text-sm"
    >
      <p role="status" className="flex min-w-0 items-center gap-2">
        <CalendarClock aria-hidden size={14} className="shrink-0" />
        <span>
          As it was on <strong className="font-semibold tabular-nums">{momentWords(at)}</strong>
          <span className="text-muted">{what}</span>
        </span>
      </p>
      <div className="flex min-w-48 flex-1 items-center gap-1">
        <Button
          variant="quiet"
          size="icon"
          aria-label="Earlier change"
          disabled={place < 0 || (place === 0 && exact)}
          onClick={() => goTo(exact ? place - 1 : place)}
        >
          <ChevronLeft aria-hidden size={16} />
        </Button>
        <input
          type="range"
          aria-label="Moment"
          aria-valuetext={`${momentWords(at)}${what}`}
          min={0}
          max={steps.length}
          step={1}
          value={Math.max(place, 0)}
          onChange={({ target }) => goTo(Number(target.value))}
          className="h-8 min-w-0 flex-1 accent-accent"
        />
        <Button variant="quiet" size="icon" aria-label="Later change" onClick={() => goTo(place + 1)}>
          <ChevronRight aria-hidden size={16} />
        </Button>
      </div>
      <div className={compact ? 'max-md:hidden' : ''}>
        <MomentInput
          label="Any moment, in UTC"
          value={at}
          onValue={(next) => void setAt(next === '' ? null : next)}
        />
      </div>
      <Button variant="primary" onClick={() => void setAt(null, { history: 'push' })}>
        Now
      </Button>
    </section>
  );
}

/** A field for a moment, in UTC; what is not complete says nothing. */
export function MomentInput({
  label,
  value,
  onValue,
}: {
  label: string;
  /** ISO 8601; empty for none. */
  value: string;
  onValue: (at: string) => void;
}) {
  return (
    <label className="flex items-center gap-1.5 text-xs text-muted">
      <input
        // What is typed is the field's own until it is a moment; another moment begins it anew.
        key={value}
        type="datetime-local"
        step={1}
        aria-label={label}
        title={label}
        defaultValue={toInput(value)}
        onBlur={({ target }) => {
          if (target.value !== toInput(value)) onValue(fromInput(target.value));
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') onValue(fromInput(currentTarget.value));
        }}
        className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm text-text tabular-nums"
      />
      UTC
    </label>
  );
}

/** The steps of a fleet's moments. */
export function stepsOf(
  moments: readonly { readonly at: string; readonly changes: number }[] | undefined,
): TimeStep[] | undefined {
  return moments?.map(({ at, changes }) => ({ at, what: counted(changes, 'change') }));
}

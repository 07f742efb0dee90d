'use client';

import { CalendarClock, ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from '#components/ui/controls/button.tsx';
import { Tooltip } from '#components/ui/controls/tooltip.tsx';
import { useTimeZone } from '#components/ui/values/clock.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { momentWords } from '#lib/lineage/words/time-words.ts';
import { fromInput, toInput } from '../moment-text.ts';
import { useUrlMoment } from '../url-moment.tsx';
import { momentOf, placeAmong, type TimeStep } from './time-steps.ts';

/** Goes to the past, to the latest moment at which something changed. Nothing if nothing ever changed. */
export function TimeButton({ steps }: { steps: readonly TimeStep[] | undefined }) {
  const [at, setAt] = useUrlMoment();
  const latest = steps?.at(-1);
  if (at !== null || latest === undefined) return null;
  return (
    <Tooltip text="Show an earlier state" side="bottom">
      <Button onClick={() => void setAt(latest.at, { history: 'push' })}>
        <CalendarClock aria-hidden size={14} />
        Past
      </Button>
    </Tooltip>
  );
}

/**
 * Shows which past moment the page shows, and moves between moments: a slider over the changes, a field for any other
 * moment, and a button back to now.
 */
export function TimeBar({
  steps = [],
  compact = false,
}: {
  steps: readonly TimeStep[] | undefined;
  /** Hides the field on a phone, where the page needs the room. */
  compact?: boolean;
}) {
  const [at, setAt] = useUrlMoment();
  const zone = useTimeZone();
  if (at === null) return null;
  const place = placeAmong(steps, at);
  const what = place.what === undefined ? '' : `, after ${place.what}`;
  return (
    <section
      aria-label="Time"
      data-screen-only
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-line-strong bg-raised px-3 py-2 text-sm"
    >
      <p role="status" className="flex min-w-0 items-center gap-2">
        <CalendarClock aria-hidden size={14} className="shrink-0" />
        <span>
          As it was on{' '}
          <strong className="font-semibold">
            <Time value={at} as="moment" />
          </strong>
          <span className="text-muted">{what}</span>
        </span>
      </p>
      <div className="flex min-w-48 flex-1 items-center gap-1">
        <Button
          variant="quiet"
          size="icon"
          aria-label="Earlier change"
          disabled={place.earlier === undefined}
          onClick={() => void setAt(place.earlier ?? at)}
        >
          <ChevronLeft aria-hidden size={16} />
        </Button>
        <input
          type="range"
          aria-label="Moment"
          aria-valuetext={`${momentWords(at, zone)}${what}`}
          min={0}
          max={steps.length}
          step={1}
          value={Math.max(place.index, 0)}
          onChange={({ target }) => void setAt(momentOf(steps, Number(target.value)))}
          className="h-8 min-w-0 flex-1 accent-accent"
        />
        <Button variant="quiet" size="icon" aria-label="Later change" onClick={() => void setAt(place.later)}>
          <ChevronRight aria-hidden size={16} />
        </Button>
      </div>
      <div className={compact ? 'max-md:hidden' : ''}>
        <MomentInput
          label={`Any moment, in ${zone}`}
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

/** A field for a moment in the reader's zone; an incomplete value is ignored. */
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
  const zone = useTimeZone();
  return (
    <label className="flex items-center gap-1.5 text-xs text-muted">
      <input
        // The field keeps what is typed until it is a complete moment; another moment resets it.
        key={`${value} ${zone}`}
        type="datetime-local"
        step={1}
        aria-label={label}
        title={label}
        defaultValue={toInput(value, zone)}
        onBlur={({ target }) => {
          if (target.value !== toInput(value, zone)) onValue(fromInput(target.value, zone));
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') onValue(fromInput(currentTarget.value, zone));
        }}
        className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm text-text tabular-nums"
      />
      {zone}
    </label>
  );
}

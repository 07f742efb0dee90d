'use client';

import { useState } from 'react';
import { stateWord } from '#components/rebase/state-badge.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { REBASE_STATE } from '#lib/rebase/states.ts';

/** Filters the lists of the activity page by image name, and the rebases by state. */
export function ActivityFilters({
  text,
  state,
  onText,
  onState,
}: {
  text: string;
  /** Undefined if the list has no states. */
  state: string | null | undefined;
  onText: (text: string) => void;
  onState: (state: string) => void;
}) {
  const [typed, setTyped] = useState(text);
  return (
    <form
      className="flex flex-wrap gap-2 py-4"
      onSubmit={(event) => {
        event.preventDefault();
        onText(typed.trim());
      }}
    >
      <input
        data-find
        aria-label="Image name contains"
        placeholder="Image name contains"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        spellCheck={false}
        autoComplete="off"
        className="mono h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2 md:max-w-md"
      />
      <Button type="submit">Search</Button>
      {state === undefined ? null : (
        <select
          aria-label="State"
          value={state ?? ''}
          onChange={(event) => onState(event.target.value)}
          className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm"
        >
          <option value="">All states</option>
          {REBASE_STATE.map((one) => (
            <option key={one} value={one}>
              {stateWord(one)}
            </option>
          ))}
        </select>
      )}
    </form>
  );
}

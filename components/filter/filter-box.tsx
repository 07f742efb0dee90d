'use client';

import { Filter } from 'lucide-react';
import { useId } from 'react';
import { FilterHelp } from './filter-help.tsx';
import { FilterInput } from './filter-input.tsx';
import { withTerm } from './filter-text.ts';
import { SavedFilters } from './saved-filters.tsx';
import { useDraft } from './use-draft.ts';

/** The filter of table, chart and graph, as text, with what is wrong with it below. */
export function FilterBox({
  filter,
  problem,
  onFilter,
}: {
  filter: string;
  /** What is wrong with the filter; `undefined` if it can be read. */
  problem: string | undefined;
  onFilter: (filter: string) => void;
}) {
  const id = useId();
  const { text, type, set, leave } = useDraft(filter, onFilter);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1">
      <div className="relative flex min-w-0 flex-1">
        <FilterInput
          data-find
          aria-label="Filter the fleet"
          aria-describedby={problem === undefined ? undefined : id}
          placeholder='status:stale base:"debian:*"'
          text={text}
          isWrong={problem !== undefined}
          onType={type}
          onEnter={() => set(text)}
          onEscape={() => set('')}
          onClear={() => set('')}
          onLeave={leave}
          className="bg-surface pl-8"
        >
          {problem === undefined ? null : (
            <p
              id={id}
              role="alert"
              className="absolute top-full z-30 mt-1 rounded-md border border-status-broken bg-surface px-2 py-1 text-sm text-status-broken"
            >
              {problem}
            </p>
          )}
        </FilterInput>
        <Filter
          aria-hidden
          size={14}
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
        />
      </div>
      <SavedFilters filter={filter} canSave={problem === undefined} onFilter={set} />
      <FilterHelp onExample={(example) => set(withTerm(problem === undefined ? filter : '', example))} />
    </div>
  );
}

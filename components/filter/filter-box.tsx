'use client';

import { Filter, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ShownProblem } from '#lib/api/client/request.ts';

/** Long enough that no request is sent for half a word. */
const COMMIT_MS = 350;

/** The filter of table, chart and graph, as text; what the server says is wrong with it stands below. */
export function FilterBox({
  filter,
  problem,
  onFilter,
}: {
  filter: string;
  problem: ShownProblem | undefined;
  onFilter: (filter: string) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = (text: string) => {
    clearTimeout(timer.current);
    onFilter(text.trim());
    setDraft(null);
  };
  const text = draft ?? filter;
  return (
    <div className="relative min-w-0 flex-1">
      <Filter
        aria-hidden
        size={14}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
      />
      <input
        data-find
        aria-label="Filter the fleet"
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : 'filter-problem'}
        value={text}
        onChange={({ target: { value } }) => {
          setDraft(value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => commit(value), COMMIT_MS);
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') commit(currentTarget.value);
          if (key === 'Escape') commit('');
        }}
        placeholder='status:stale base:"debian:*"'
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        className={`mono h-8 w-full rounded-md border bg-surface pr-8 pl-8 ${problem === undefined ? 'border-line-strong' : 'border-status-broken'}`}
      />
      {text === '' ? null : (
        <button
          type="button"
          aria-label="Clear the filter"
          onClick={() => commit('')}
          className="absolute inset-y-1 right-1 flex w-6 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text"
        >
          <X aria-hidden size={14} />
        </button>
      )}
      {problem === undefined ? null : (
        <p
          id="filter-problem"
          role="alert"
          className="absolute top-full z-10 mt-1 rounded-md border border-status-broken bg-surface px-2 py-1 text-sm text-status-broken"
        >
          {problem.detail}
        </p>
      )}
    </div>
  );
}

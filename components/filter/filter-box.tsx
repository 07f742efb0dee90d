'use client';

import { Filter, X } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { FilterHelp } from './filter-help.tsx';
import { withTerm } from './filter-text.ts';
import { SavedFilters } from './saved-filters.tsx';
import { SuggestionList } from './suggestion-list.tsx';
import { takeSuggestion, typedWord } from './typed-word.ts';
import { useDraft } from './use-draft.ts';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';

/** The filter of table, chart and graph, as text, with suggestions while typing and what is wrong with it below. */
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
  const input = useRef<HTMLInputElement>(null);
  const { text, type, set, leave } = useDraft(filter, onFilter);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(-1);
  const word = caret === null ? undefined : typedWord(text, caret);
  const suggestions = useSuggestions(word);
  const isOpen = suggestions.length > 0;

  const close = () => {
    setCaret(null);
    setActive(-1);
  };
  const open = () => {
    setCaret(input.current?.selectionStart ?? text.length);
    setActive(-1);
  };
  const take = (suggestion: Suggestion | undefined) => {
    if (word === undefined || suggestion === undefined) return;
    const taken = takeSuggestion(text, word, suggestion.text);
    type(taken.text);
    setActive(-1);
    // A value is complete; a key asks for its values.
    setCaret(suggestion.text.endsWith(':') ? taken.caret : null);
    requestAnimationFrame(() => input.current?.setSelectionRange(taken.caret, taken.caret));
  };
  const move = (step: number) => {
    const next = (active + step + suggestions.length) % suggestions.length;
    setActive(active < 0 && step < 0 ? suggestions.length - 1 : next);
    document.getElementById(`${id}-list-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (isOpen) move(key === 'ArrowDown' ? 1 : -1);
      else open();
    } else if (key === 'Enter') {
      if (isOpen && active >= 0) take(suggestions[active]);
      else {
        close();
        set(text);
      }
    } else if (key === 'Tab' && !event.shiftKey && isOpen) {
      event.preventDefault();
      take(suggestions[Math.max(active, 0)]);
    } else if (key === 'Escape') {
      if (isOpen) close();
      else set('');
    }
  };
  const choose = (next: string) => {
    close();
    set(next);
  };

  return (
    <div className="flex min-w-0 flex-1 items-center gap-1">
      <div className="relative min-w-0 flex-1">
        <Filter
          aria-hidden
          size={14}
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
        />
        <input
          ref={input}
          data-find
          role="combobox"
          aria-label="Filter the fleet"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-activedescendant={isOpen && active >= 0 ? `${id}-list-${active}` : undefined}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : `${id}-problem`}
          value={text}
          onChange={({ target }) => {
            type(target.value);
            setActive(-1);
            // Nothing typed asks for nothing; the arrow keys list all keys.
            setCaret(
              /[^\s()]$/.test(target.value.slice(0, target.selectionStart ?? 0))
                ? target.selectionStart
                : null,
            );
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            close();
            leave();
          }}
          placeholder='status:stale base:"debian:*"'
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className={`mono h-8 w-full rounded-md border bg-surface pr-8 pl-8 max-md:h-11 ${problem === undefined ? 'border-line-strong' : 'border-status-broken'}`}
        />
        {text === '' ? null : (
          <button
            type="button"
            aria-label="Clear filter"
            onClick={() => choose('')}
            className="absolute inset-y-1 right-1 flex w-6 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text"
          >
            <X aria-hidden size={14} />
          </button>
        )}
        <SuggestionList
          id={`${id}-list`}
          suggestions={suggestions}
          active={active}
          onActive={setActive}
          onTake={take}
        />
        {problem === undefined || isOpen ? null : (
          <p
            id={`${id}-problem`}
            role="alert"
            className="absolute top-full z-30 mt-1 rounded-md border border-status-broken bg-surface px-2 py-1 text-sm text-status-broken"
          >
            {problem}
          </p>
        )}
      </div>
      <SavedFilters filter={filter} canSave={problem === undefined} onFilter={choose} />
      <FilterHelp onExample={(example) => choose(withTerm(problem === undefined ? filter : '', example))} />
    </div>
  );
}

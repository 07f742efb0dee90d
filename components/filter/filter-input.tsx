'use client';

import { X } from 'lucide-react';
import { type ComponentProps, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { SuggestionList } from './suggestion-list.tsx';
import { takeSuggestion, typedWord } from './typed-word.ts';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';

/** A box for a filter as text, with suggestions while typing (WAI-ARIA APG, combobox with a listbox popup). */
export function FilterInput({
  text,
  isWrong,
  onType,
  onEnter,
  onEscape,
  onClear,
  onLeave,
  className = '',
  children,
  ...input
}: {
  text: string;
  isWrong: boolean;
  /** Typed, or taken from the suggestions. */
  onType: (text: string) => void;
  /** Enter where no suggestion is chosen; without it, Enter submits the form around the box. */
  onEnter?: () => void;
  /** Escape where no suggestions are shown. */
  onEscape?: () => void;
  onClear: () => void;
  onLeave?: () => void;
  /** Shown below the box while there are no suggestions. */
  children?: ReactNode;
} & Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'onKeyDown' | 'onBlur' | 'ref'>) {
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
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
    setCaret(box.current?.selectionStart ?? text.length);
    setActive(-1);
  };
  const take = (suggestion: Suggestion | undefined) => {
    if (word === undefined || suggestion === undefined) return;
    const taken = takeSuggestion(text, word, suggestion.text);
    onType(taken.text);
    setActive(-1);
    // After a key, the list shows its values; after a value, it closes.
    setCaret(suggestion.text.endsWith(':') ? taken.caret : null);
    requestAnimationFrame(() => box.current?.setSelectionRange(taken.caret, taken.caret));
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
      if (isOpen && active >= 0) {
        event.preventDefault();
        take(suggestions[active]);
      } else {
        close();
        onEnter?.();
      }
    } else if (key === 'Tab' && !event.shiftKey && isOpen) {
      event.preventDefault();
      take(suggestions[Math.max(active, 0)]);
    } else if (key === 'Escape') {
      if (isOpen) close();
      else onEscape?.();
    }
  };

  return (
    <div className="relative min-w-0 flex-1">
      <input
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        {...input}
        ref={box}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen && active >= 0 ? `${id}-list-${active}` : undefined}
        aria-invalid={isWrong}
        value={text}
        onChange={({ target }) => {
          onType(target.value);
          setActive(-1);
          // The list stays closed until a word begins; the arrow keys open it with all keys.
          setCaret(
            /[^\s()]$/.test(target.value.slice(0, target.selectionStart ?? 0)) ? target.selectionStart : null,
          );
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          close();
          onLeave?.();
        }}
        className={`mono h-8 w-full rounded-md border pr-8 max-md:h-11 ${isWrong ? 'border-status-broken' : 'border-line-strong'} ${className}`}
      />
      {text === '' ? null : (
        <button
          type="button"
          aria-label="Clear filter"
          onClick={onClear}
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
      {isOpen ? null : children}
    </div>
  );
}

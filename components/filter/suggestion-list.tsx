import { counted } from '#lib/lineage/words/counts-and-names.ts';
import type { Suggestion } from './use-suggestions.ts';

/** The list below the filter box (WAI-ARIA APG, combobox with a listbox popup); the box keeps the focus. */
export function SuggestionList({
  id,
  suggestions,
  active,
  onActive,
  onTake,
}: {
  id: string;
  suggestions: readonly Suggestion[];
  /** The highlighted one; -1 for none. */
  active: number;
  onActive: (index: number) => void;
  onTake: (suggestion: Suggestion) => void;
}) {
  return (
    <>
      <div
        id={id}
        role="listbox"
        aria-label="Suggestions"
        tabIndex={-1}
        // A press would take the focus from the box.
        onMouseDown={(event) => event.preventDefault()}
        className={`absolute inset-x-0 top-full z-40 mt-1 max-h-80 overflow-y-auto rounded-md border border-line-strong bg-surface p-1 text-sm ${suggestions.length === 0 ? 'hidden' : ''}`}
      >
        {suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box holds the focus and the keys.
          <div
            key={suggestion.text}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onMouseMove={() => onActive(index)}
            onClick={() => onTake(suggestion)}
            className={`flex min-h-8 cursor-pointer items-center gap-3 rounded-sm px-2 max-md:min-h-11 ${index === active ? 'bg-raised' : ''}`}
          >
            <span className="mono min-w-0 flex-1 truncate" title={suggestion.label}>
              {suggestion.label}
            </span>
            <span className="shrink-0 text-xs text-muted max-md:max-w-[45%] max-md:truncate">
              {suggestion.note}
            </span>
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        {suggestions.length === 0 ? '' : counted(suggestions.length, 'suggestion')}
      </p>
    </>
  );
}

import { useEffect, useRef, useState } from 'react';
import { awaitsValue } from './typed-word.ts';

/** A pause in typing after which the filter applies, so that half a word sends no request. */
const COMMIT_MS = 350;

/**
 * The text of the filter box while someone types, which applies after a pause. It stays as it is typed until the box
 * loses the focus, or the filter changes by other means than typing.
 */
export function useDraft(filter: string, onFilter: (filter: string) => void) {
  const [draft, setDraft] = useState<string | null>(null);
  const [shown, setShown] = useState(filter);
  const committed = useRef(filter);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = (text: string) => {
    clearTimeout(timer.current);
    const next = text.trim();
    if (next !== filter || next !== committed.current) {
      committed.current = next;
      onFilter(next);
    }
  };
  if (shown !== filter) {
    setShown(filter);
    if (filter !== committed.current) setDraft(null);
  }
  return {
    text: draft ?? filter,
    /** Applies after a pause, once the last value is begun. */
    type(text: string) {
      setDraft(text);
      clearTimeout(timer.current);
      if (!awaitsValue(text)) timer.current = setTimeout(() => commit(text), COMMIT_MS);
    },
    /** Applies now. */
    set(text: string) {
      setDraft(text);
      commit(text);
    },
    leave() {
      if (draft !== null) commit(draft);
      setDraft(null);
    },
  };
}

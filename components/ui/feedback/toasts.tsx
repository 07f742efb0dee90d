'use client';

import { X } from 'lucide-react';
import { createContext, type ReactNode, use, useCallback, useRef, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { ProblemNotice } from './problem-notice.tsx';

/** The outcome of an action: a sentence, with a way to undo the action if there is one, or what it failed with. */
type Outcome =
  | { readonly text: string; readonly undo?: (() => void) | undefined }
  | { readonly error: unknown };

/** A success disappears after this; a failure stays until it is closed. */
const SHOWN_MS = 5000;
/** A success that can be undone stays longer. */
const UNDO_SHOWN_MS = 15_000;

const ShowToast = createContext<(outcome: Outcome) => void>(() => {});

/** Shows the outcome of an action that the page itself does not show: `{ text, undo? }` or `{ error }`. */
export function useToast(): (outcome: Outcome) => void {
  return use(ShowToast);
}

/** Shows one outcome at a time in a corner, and announces it to screen readers. */
export function Toasts({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Outcome | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback((outcome: Outcome) => {
    clearTimeout(timer.current);
    setShown(outcome);
    if ('text' in outcome) {
      const lasts = outcome.undo === undefined ? SHOWN_MS : UNDO_SHOWN_MS;
      timer.current = setTimeout(() => setShown(null), lasts);
    }
  }, []);
  const undo = () => {
    clearTimeout(timer.current);
    setShown(null);
    if (shown !== null && 'text' in shown) shown.undo?.();
  };
  const close = (
    <Button
      variant="quiet"
      size="icon"
      aria-label="Close"
      className="-my-1.5 -mr-2"
      onClick={() => setShown(null)}
    >
      <X aria-hidden size={14} />
    </Button>
  );
  return (
    <ShowToast value={show}>
      {children}
      <div
        role="status"
        data-screen-only
        className="fixed right-4 bottom-4 z-50 max-w-[min(32rem,calc(100vw-2rem))] max-md:bottom-18"
      >
        {shown === null ? null : 'text' in shown ? (
          <p className="flex items-center gap-3 rounded-md bg-accent px-3 py-2 text-sm text-on-accent">
            {shown.text}
            {shown.undo === undefined ? null : (
              <button
                type="button"
                onClick={undo}
                className="-my-1 rounded-sm px-2 py-1 font-medium underline underline-offset-2 max-md:py-3"
              >
                Undo
              </button>
            )}
          </p>
        ) : (
          <ProblemNotice error={shown.error} actions={close} />
        )}
      </div>
    </ShowToast>
  );
}

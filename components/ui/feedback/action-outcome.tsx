'use client';

import { X } from 'lucide-react';
import { createContext, type ReactNode, use, useCallback, useRef, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { ProblemNotice } from './problem-notice.tsx';

type Notice = { readonly text: string } | { readonly error: unknown };

/** How long a good outcome stays; a failure stays until it is put away. */
const SHOWN_MS = 5000;

const Notify = createContext<(notice: Notice) => void>(() => {});

/** Says what an action came to, where the page itself does not show it: `{ text }` or `{ error }`. */
export function useNotify(): (notice: Notice) => void {
  return use(Notify);
}

/** Shows one outcome at a time, in a corner, to screen readers too. */
export function Notices({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const notify = useCallback((next: Notice) => {
    clearTimeout(timer.current);
    setNotice(next);
    if ('text' in next) timer.current = setTimeout(() => setNotice(null), SHOWN_MS);
  }, []);
  const close = (
    <Button
      variant="quiet"
      size="icon"
      aria-label="Close"
      className="-my-1.5 -mr-2"
      onClick={() => setNotice(null)}
    >
      <X aria-hidden size={14} />
    </Button>
  );
  return (
    <Notify value={notify}>
      {children}
      <div
        role="status"
        data-screen-only
        className="fixed right-4 bottom-4 z-50 max-w-[min(32rem,calc(100vw-2rem))] max-md:bottom-18"
      >
        {notice === null ? null : 'text' in notice ? (
          <p className="flex items-center gap-3 rounded-md bg-accent px-3 py-2 text-sm text-on-accent">
            {notice.text}
          </p>
        ) : (
          <ProblemNotice error={notice.error} actions={close} />
        )}
      </div>
    </Notify>
  );
}

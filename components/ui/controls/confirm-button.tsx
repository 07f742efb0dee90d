'use client';

import { useState } from 'react';
import { Button } from './button.tsx';

/** A button for an action that cannot be undone: the first press asks, the second confirms. Esc cancels. */
export function ConfirmButton({
  words,
  confirmWords,
  label,
  busy,
  onConfirm,
}: {
  words: string;
  confirmWords: string;
  /** What the action is about, for screen readers. */
  label: string;
  busy: boolean;
  onConfirm: () => void;
}) {
  const [sure, setSure] = useState(false);
  const [asked, setAsked] = useState(false);
  if (!sure) {
    return (
      <Button
        size="sm"
        disabled={busy}
        aria-label={`${words}: ${label}`} // Back from the question, which is gone.
        autoFocus={asked}
        onClick={() => {
          setAsked(true);
          setSure(true);
        }}
      >
        {words}
      </Button>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc cancels from either button.
    <span
      className="flex gap-1"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        setSure(false);
      }}
    >
      <Button
        size="sm"
        variant="danger"
        disabled={busy}
        onClick={() => {
          setSure(false);
          onConfirm();
        }}
      >
        {confirmWords}
      </Button>
      <Button size="sm" variant="quiet" autoFocus onClick={() => setSure(false)}>
        Cancel
      </Button>
    </span>
  );
}

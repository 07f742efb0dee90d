'use client';

import { useState } from 'react';
import { Button } from './button.tsx';

/** A button for an action that cannot be undone: the first press asks, the second confirms. */
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
  if (!sure) {
    return (
      <Button size="sm" disabled={busy} aria-label={`${words}: ${label}`} onClick={() => setSure(true)}>
        {words}
      </Button>
    );
  }
  return (
    <span className="flex gap-1">
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
      <Button size="sm" variant="quiet" onClick={() => setSure(false)}>
        Cancel
      </Button>
    </span>
  );
}

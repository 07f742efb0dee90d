'use client';

import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';

/** A small button that takes something away: pressed once it asks, pressed again it does. */
export function ConfirmButton({
  words,
  confirmWords,
  label,
  busy,
  onConfirm,
}: {
  words: string;
  confirmWords: string;
  /** What it is about, for who does not see the row it stands in. */
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
        Keep
      </Button>
    </span>
  );
}

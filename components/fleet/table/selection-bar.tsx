'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { useImageActions } from '#components/images/use-image-actions.ts';
import { Button } from '#components/ui/controls/button.tsx';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { VisibilityMenu } from './visibility-menu.tsx';

/** Actions on the selected images; nothing while none is selected. */
export function SelectionBar({ images, onDone }: { images: readonly ImageView[]; onDone: () => void }) {
  const { scan, untrack } = useImageActions();
  const [sure, setSure] = useState(false);
  if (images.length === 0) return null;
  const ids = images.map(({ id }) => id);
  const done = () => {
    setSure(false);
    onDone();
  };
  return (
    <section
      aria-label="Selected images"
      className="fixed bottom-4 left-1/2 z-30 flex -translate-x-1/2 items-center gap-2 rounded-md border border-line-strong bg-surface p-2 pl-3 text-sm max-md:inset-x-2 max-md:bottom-16 max-md:translate-x-0"
    >
      <span className="mr-1 whitespace-nowrap tabular-nums max-md:flex-1">
        {sure ? (
          `Untrack ${counted(images.length, 'image')}?`
        ) : (
          <>
            {images.length} <span className="max-md:sr-only">selected</span>
          </>
        )}
      </span>
      {sure ? (
        <>
          <Button variant="danger" onClick={() => untrack.mutate(ids, { onSuccess: done })}>
            Untrack
          </Button>
          <Button variant="quiet" onClick={() => setSure(false)}>
            Cancel
          </Button>
        </>
      ) : (
        <>
          <AllowedButton
            permission="track"
            disabled={scan.isPending}
            onClick={() => scan.mutate(ids, { onSuccess: done })}
          >
            Scan
          </AllowedButton>
          <VisibilityMenu ids={ids} />
          <AllowedButton permission="track" onClick={() => setSure(true)}>
            Untrack
          </AllowedButton>
          <Button variant="quiet" size="icon" aria-label="Clear selection" onClick={done}>
            <X aria-hidden size={16} />
          </Button>
        </>
      )}
    </section>
  );
}

'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { useNotify } from '#components/ui/feedback/action-outcome.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import type { Paste } from '#lib/paste/paste.ts';
import { parseImport } from './parse-import.ts';
import { PasteReview } from './paste-review.tsx';
import { useTrack } from './use-track-images.ts';

/** A list of references is small; what is larger is the wrong file. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** Takes a list of images, pasted or from a file: lines, a JSON array, or CSV. */
export function ImportDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const id = useId();
  const router = useRouter();
  const notify = useNotify();
  const track = useTrack();
  const [text, setText] = useState('');
  const [paste, setPaste] = useState<Paste | null>(null);

  const readFile = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > MAX_FILE_BYTES) {
      const problem = `${file.name} has more than 8 MB. Expected a list of references.`;
      setPaste({ references: [], problems: [{ line: 1, text: file.name, problem }] });
      return;
    }
    setPaste(await parseImport(await file.text()));
  };
  const start = () => {
    if (paste === null) return;
    track.mutate(paste.references, {
      onSuccess: (items) => {
        onOpenChange(false);
        setPaste(null);
        setText('');
        notify({ text: `Tracking ${counted(items.length, 'image')}. They are checked in the background.` });
        router.push('/');
      },
    });
  };

  return (
    <Dialog title="Import a list" open={open} onOpenChange={onOpenChange}>
      <div className="min-h-0 space-y-3 overflow-y-auto p-4 text-sm">
        {paste === null ? (
          <>
            <label htmlFor={id}>
              One reference a line, a JSON array, CSV with a column <code>image</code>, or a Dockerfile.
            </label>
            <textarea
              id={id}
              value={text}
              onChange={(event) => setText(event.target.value)}
              rows={10}
              spellCheck={false}
              placeholder={'registry.example.com/team/app:1.0\nghcr.io/team/web:2'}
              className="mono block w-full resize-y rounded-md border border-line-strong bg-surface p-3"
            />
            <div className="flex flex-wrap items-center gap-2">
              <Button
                variant="primary"
                disabled={text.trim() === ''}
                onClick={async () => setPaste(await parseImport(text))}
              >
                Read the list
              </Button>
              <label className={`${buttonClass()} cursor-pointer focus-within:outline-2`}>
                Choose a file
                <input
                  type="file"
                  accept=".txt,.json,.csv,text/plain,application/json,text/csv"
                  className="sr-only"
                  onChange={(event) => void readFile(event.target.files?.[0])}
                />
              </label>
            </div>
          </>
        ) : (
          <PasteReview paste={paste} busy={track.isPending} onTrack={start} onClose={() => setPaste(null)} />
        )}
        {track.error === null ? null : (
          <p role="alert" className="text-status-broken">
            {problemIn(track.error).detail}
          </p>
        )}
      </div>
    </Dialog>
  );
}

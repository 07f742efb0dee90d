'use client';

import { ArrowRight, Loader } from 'lucide-react';
import { type ClipboardEvent, type FormEvent, useId, useState } from 'react';
import { useWhyNot } from '#components/access/current-user.tsx';
import { openPalette } from '#components/commands/palette-control.ts';
import { openAddImages } from './add-images.ts';
import { findImages } from './find-images.ts';
import { isSeveralLines, pasteAction } from './paste-action.ts';
import { useTrackImages } from './use-track-images.ts';

/**
 * Takes what a person pastes: a reference, many lines, a `docker pull` command, a manifest. One image in full is tracked
 * and its page opened; a word without a registry is searched for first; several images are shown for review.
 */
export function ReferenceBox({ large = false }: { large?: boolean }) {
  const id = useId();
  const track = useTrackImages();
  const why = useWhyNot('track');
  const [text, setText] = useState('');
  const [isReading, setReading] = useState(false);

  const submit = async (entered: string) => {
    setReading(true);
    const paste = await findImages(entered).finally(() => setReading(false));
    const action = pasteAction(entered, paste);
    if (action === 'search') openPalette(entered.trim());
    else if (action === 'review') openAddImages({ text: entered, paste });
    if (action === 'search' || action === 'review') setText('');
    if (action !== 'track') return;
    // If it fails, what was typed stays.
    track.mutate(
      paste.images.map(({ reference }) => reference),
      { onSuccess: () => setText('') },
    );
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReading) void submit(text);
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text');
    if (!isSeveralLines(pasted)) return;
    event.preventDefault();
    void submit(pasted);
  };

  const busy = isReading || track.isPending;
  return (
    <form onSubmit={onSubmit} className="relative w-full min-w-0">
      <label htmlFor={id} className="sr-only">
        Image reference to track
      </label>
      <input
        id={id}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPaste={onPaste}
        disabled={why !== undefined}
        placeholder={why ?? (large ? 'registry.example.com/team/app:1.0' : 'Paste an image reference')}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="go"
        className={`mono w-full rounded-md border border-line-strong bg-surface pr-10 pl-3 ${large ? 'h-11' : 'h-8'}`}
      />
      <button
        type="submit"
        disabled={busy || text.trim() === ''}
        aria-label="Track this image"
        className="absolute inset-y-1 right-1 flex aspect-square items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text disabled:opacity-40"
      >
        {busy ? (
          <Loader aria-hidden size={16} className="animate-spin motion-reduce:animate-none" />
        ) : (
          <ArrowRight aria-hidden size={16} />
        )}
      </button>
    </form>
  );
}

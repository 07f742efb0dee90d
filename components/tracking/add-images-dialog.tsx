'use client';

import Link from 'next/link';
import { type KeyboardEvent, useId, useState } from 'react';
import { sourceHref } from '#components/sources/hrefs.ts';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import type { Paste } from '#lib/paste/paste.ts';
import { type AddingStart, closeAddImages, useAddImages } from './add-images.ts';
import { findImages } from './find-images.ts';
import { readImageFile } from './read-file.ts';
import { PasteReview } from './review/paste-review.tsx';
import { useTrackImages } from './use-track-images.ts';

/** The dialog of the shell that adds images: a text, pasted, typed or from a file, and then its review. */
export function AddImagesDialog() {
  const start = useAddImages();
  return (
    <Dialog
      title="Add images"
      open={start !== null}
      onOpenChange={(open) => {
        if (!open) closeAddImages();
      }}
    >
      {/* Keyed by what it was opened with: a file that is dropped onto it starts it anew. */}
      {start === null ? null : <Steps key={keyOf(start)} start={start} />}
    </Dialog>
  );
}

let opened = 0;
const keys = new WeakMap<AddingStart, number>();

function keyOf(start: AddingStart): number {
  const known = keys.get(start);
  if (known !== undefined) return known;
  opened += 1;
  keys.set(start, opened);
  return opened;
}

function Steps({ start }: { start: AddingStart }) {
  const track = useTrackImages();
  const [text, setText] = useState(start.text);
  const [read, setRead] = useState<{ paste: Paste; at: number } | null>(
    // Named by a count below zero, so that it never equals a time.
    start.paste === null ? null : { paste: start.paste, at: -keyOf(start) },
  );
  const [isReading, setReading] = useState(false);
  const review = async (paste: Promise<Paste>) => {
    setReading(true);
    try {
      setRead({ paste: await paste, at: Date.now() });
    } finally {
      setReading(false);
    }
  };
  if (read !== null) {
    return (
      <PasteReview
        key={read.at}
        paste={read.paste}
        readAt={read.at}
        busy={track.isPending}
        onTrack={(references) => track.mutate(references, { onSuccess: closeAddImages })}
        onBack={() => setRead(null)}
      />
    );
  }
  return (
    <TextStep
      text={text}
      onText={setText}
      isReading={isReading}
      onReview={() => void review(findImages(text))}
      onFile={(file) => void review(readImageFile(file))}
    />
  );
}

function TextStep({
  text,
  isReading,
  onText,
  onReview,
  onFile,
}: {
  text: string;
  isReading: boolean;
  onText: (text: string) => void;
  onReview: () => void;
  onFile: (file: File) => void;
}) {
  const id = useId();
  const isOff = isReading || text.trim() === '';
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || isOff) return;
    event.preventDefault();
    onReview();
  };
  return (
    <>
      <div className="min-h-0 flex-1 space-y-2 overflow-y-auto p-4 text-sm">
        <label htmlFor={id} className="block font-medium">
          Paste references, or text that names images
        </label>
        <p id={`${id}-help`} className="text-muted">
          Lists, docker and kubectl commands and what they print, compose files, Kubernetes manifests, Helm
          values, Dockerfiles, CSV, JSON, and addresses of registry pages. You review the images before any is
          tracked.
        </p>
        <textarea
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to paste into this field.
          autoFocus
          id={id}
          aria-describedby={`${id}-help`}
          value={text}
          readOnly={isReading}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
          rows={10}
          spellCheck={false}
          autoCapitalize="off"
          placeholder={'registry.example.com/team/app:1.0\ndocker run ghcr.io/team/web:2'}
          className="mono block w-full resize-y rounded-md border border-line-strong bg-surface p-3"
        />
        <p className="text-muted">
          Images that come and go need not be pasted:{' '}
          <Link
            href={sourceHref()}
            onClick={closeAddImages}
            className="underline underline-offset-2 hover:text-text"
          >
            sources
          </Link>{' '}
          find them by themselves.
        </p>
      </div>
      <div className="flex flex-wrap gap-2 border-t border-line p-3">
        <Button variant="primary" className="max-md:h-11" disabled={isOff} onClick={onReview}>
          {isReading ? 'Reading' : 'Review images'}
        </Button>
        <label className={`${buttonClass()} cursor-pointer focus-within:outline-2 max-md:h-11`}>
          Choose file
          <input
            type="file"
            className="sr-only"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) onFile(file);
            }}
          />
        </label>
      </div>
    </>
  );
}

'use client';

import { ArrowRight, Loader } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ClipboardEvent, type FormEvent, useId, useState } from 'react';
import { useWhyNot } from '#components/access/current-user.tsx';
import { useNotify } from '#components/ui/feedback/action-outcome.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { parsePaste } from '#lib/paste/parse-paste.ts';
import type { Paste } from '#lib/paste/paste.ts';
import { PasteReview } from './paste-review.tsx';
import { useTrack } from './use-track-images.ts';

/**
 * Takes anything a person has at hand: a reference, many lines, a `docker pull` command, a Dockerfile. One
 * reference is tracked and its page opened; of several it is first shown what was read.
 */
export function ReferenceBox({ large = false }: { large?: boolean }) {
  const id = useId();
  const router = useRouter();
  const notify = useNotify();
  const track = useTrack();
  const why = useWhyNot('track');
  const [text, setText] = useState('');
  const [paste, setPaste] = useState<Paste | null>(null);

  const submit = (read: Paste) => {
    const { references, problems } = read;
    if (references.length === 0 && problems.length === 0) return;
    if (references.length !== 1 || problems.length > 0) {
      setPaste(read);
      return;
    }
    start(references);
  };
  const start = (references: readonly string[]) => {
    track.mutate(references, {
      onSuccess: (items) => {
        setText('');
        setPaste(null);
        const [first] = items;
        if (items.length === 1 && first) router.push(`/images/${first.id}`);
        else {
          notify({ text: `Tracking ${items.length} images. They are checked in the background.` });
          router.push('/');
        }
      },
    });
  };
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    submit(await parsePaste(text));
  };
  const onPaste = async (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text');
    // An input would join the lines into one; a list is read as it is.
    if (!/\n.*\S/.test(pasted.trim())) return;
    event.preventDefault();
    submit(await parsePaste(pasted));
  };

  const busy = track.isPending;
  return (
    <form onSubmit={onSubmit} className="relative w-full min-w-0">
      <label htmlFor={id} className="sr-only">
        Image reference to track
      </label>
      <input
        id={id}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setPaste(null);
          track.reset();
        }}
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
      {paste === null && track.error === null ? null : (
        <div className="absolute inset-x-0 top-full z-40 mt-1 rounded-md border border-line-strong bg-surface p-3 text-left text-sm max-md:fixed max-md:inset-x-2 max-md:top-12">
          {track.error !== null ? (
            <p role="alert" className="break-words text-status-broken">
              {problemIn(track.error).detail}
            </p>
          ) : paste !== null ? (
            <PasteReview
              paste={paste}
              busy={busy}
              onTrack={() => start(paste.references)}
              onClose={() => setPaste(null)}
            />
          ) : null}
        </div>
      )}
    </form>
  );
}

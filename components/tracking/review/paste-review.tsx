'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import type { Paste, PastedImage } from '#lib/paste/paste.ts';
import { foundSentence } from '../tracking-words.ts';
import { LeftOutList } from './left-out-list.tsx';
import { rememberedLeftOut, rememberReview } from './left-out-memory.ts';
import { chosenImages, untickedBecause } from './review-choices.ts';
import { ReviewRow } from './review-row.tsx';
import { useTrackedAmong } from './use-tracked-among.ts';

/** The rows shown at first, and added by each "Show more". */
const SHOWN = 100;

/** What a paste contains, before anything is tracked: every image with a choice, and what is left out and why. */
export function PasteReview({
  paste,
  readAt,
  busy,
  onTrack,
  onBack,
}: {
  paste: Paste;
  /** When the paste was read, in milliseconds: it names the paste. */
  readAt: number;
  busy: boolean;
  onTrack: (references: readonly string[]) => void;
  onBack: () => void;
}) {
  const { images, problems } = paste;
  const lookup = useTrackedAmong(paste, readAt);
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [shown, setShown] = useState(SHOWN);
  // The button that was pressed is gone: the focus goes to what was found, which a screen reader then reads.
  const found = useRef<HTMLParagraphElement>(null);
  useEffect(() => found.current?.focus(), []);
  const [leftOutBefore] = useState(() => new Set(rememberedLeftOut()));
  const context = useMemo(
    () => ({ tracked: new Set(lookup.data?.keys()), leftOutBefore }),
    [lookup.data, leftOutBefore],
  );
  const chosen = useMemo(() => chosenImages(images, context, changed), [images, context, changed]);
  const ticked = useMemo(() => new Set(chosen), [chosen]);
  const open = images.filter(({ reference }) => !context.tracked.has(reference));
  const isAll = open.length > 0 && chosen.length === open.length;
  const change = (list: readonly PastedImage[], to: boolean) =>
    setChanged(new Map([...changed, ...list.map(({ reference }) => [reference, to] as const)]));
  const track = () => {
    rememberReview(
      open.map(({ reference }) => reference),
      chosen,
    );
    onTrack(chosen);
  };

  return (
    <>
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto p-4 text-sm">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p ref={found} role="status" tabIndex={-1} className="font-medium outline-none">
            {foundSentence(images.length, context.tracked.size, problems.length)}
          </p>
          {open.length > 1 ? (
            <Button size="sm" variant="quiet" onClick={() => change(open, !isAll)}>
              {isAll ? 'Select none' : 'Select all'}
            </Button>
          ) : null}
        </div>
        {lookup.isError ? (
          <p className="text-muted">
            Could not check which are tracked already: {problemIn(lookup.error).detail} An image that is
            tracked is not added twice.
          </p>
        ) : null}
        {images.length === 0 ? null : (
          <ul aria-label="Images found" className="divide-y divide-line rounded-md border border-line">
            {images.slice(0, shown).map((image) => (
              <ReviewRow
                key={image.reference}
                image={image}
                tracked={lookup.data?.get(image.reference)}
                because={untickedBecause(image, context)}
                ticked={ticked.has(image.reference)}
                onTick={(to) => change([image], to)}
              />
            ))}
          </ul>
        )}
        {images.length > shown ? (
          <Button onClick={() => setShown(shown + SHOWN)}>
            Show more ({(images.length - shown).toLocaleString('en')} left)
          </Button>
        ) : null}
        <LeftOutList problems={problems} />
      </div>
      <div className="flex flex-wrap gap-2 border-t border-line p-3">
        {images.length === 0 ? null : (
          <Button
            variant="primary"
            className="max-md:h-11"
            disabled={busy || chosen.length === 0 || lookup.isPending}
            onClick={track}
          >
            {chosen.length === 0 ? 'Nothing selected' : `Track ${counted(chosen.length, 'image')}`}
          </Button>
        )}
        <Button variant="quiet" className="max-md:h-11" onClick={onBack}>
          Back
        </Button>
      </div>
    </>
  );
}

import { useId } from 'react';
import { Reference } from '#components/ui/values/reference.tsx';
import { StatusBadge } from '#components/ui/values/status-badge.tsx';
import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import type { PastedImage } from '#lib/paste/paste.ts';
import { placeWords } from '../tracking-words.ts';
import type { UntickedBecause } from './review-choices.ts';

/** One image of a review: its choice, where it was found, and why it starts unticked. */
export function ReviewRow({
  image,
  tracked,
  because,
  ticked,
  onTick,
}: {
  image: PastedImage;
  /** The tracked image of this reference, if there is one. */
  tracked: { readonly status: StatusView } | undefined;
  because: UntickedBecause | undefined;
  ticked: boolean;
  onTick: (to: boolean) => void;
}) {
  const id = useId();
  const why = reasonWords(because, image);
  return (
    <li>
      <label className="flex min-h-11 cursor-pointer items-start gap-3 px-3 py-2 hover:bg-bg">
        <input
          type="checkbox"
          className="mt-1 size-3.5 shrink-0 accent-accent"
          aria-label={`Track ${image.reference}`}
          aria-describedby={id}
          disabled={because === 'tracked'}
          checked={ticked}
          onChange={(event) => onTick(event.target.checked)}
        />
        <span className="min-w-0 flex-1">
          <Reference value={image.reference} wrap />
          <span id={id} className="block text-xs break-words text-muted">
            {placeWords(image)}
            {why === undefined ? null : <span className="block text-text">{why}</span>}
          </span>
        </span>
        {tracked === undefined ? null : <StatusBadge status={tracked.status} />}
      </label>
    </li>
  );
}

function reasonWords(because: UntickedBecause | undefined, { doubt }: PastedImage): string | undefined {
  if (because === 'tracked') return 'Tracked already.';
  if (because === 'left-out-before') return 'You left it out before.';
  return doubt;
}

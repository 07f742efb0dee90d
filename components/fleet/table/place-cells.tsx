import { Unplug } from 'lucide-react';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { runningCell, sourceWords } from './place-words.ts';

type Placed = Pick<ImageView, 'running' | 'sources'>;

/** What runs of an image; on a phone nothing where nothing runs. */
export function RunningCell({ image }: { image: Placed }) {
  const words = runningCell(image);
  if (words === null) return <span className="text-muted max-md:hidden">–</span>;
  return (
    <span className="flex min-w-0 items-center gap-1 text-muted" title={words.long}>
      {image.running?.cannotPull ? <Unplug aria-hidden size={13} className="shrink-0 text-text" /> : null}
      <span className="truncate">{words.short}</span>
    </span>
  );
}

/** The sources that mention an image. */
export function SourcesCell({ image }: { image: Placed }) {
  const words = sourceWords(image);
  if (words === null) return <span className="text-muted">–</span>;
  return (
    <span className="block truncate text-muted" title={words.long}>
      {words.short}
    </span>
  );
}

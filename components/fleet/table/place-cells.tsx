import type { ImageView } from '#lib/api/contract/images/images.ts';
import { runningCell, sourceWords } from './place-words.ts';

type Placed = Pick<ImageView, 'running' | 'sources'>;

/** What runs of an image; on a phone nothing where nothing runs. */
export function RunningCell({ image }: { image: Placed }) {
  const words = runningCell(image);
  if (words === null) return <span className="text-muted max-md:hidden">–</span>;
  return (
    <span className="block truncate text-muted" title={words.long}>
      {words.short}
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

import type { ImageView } from '#lib/api/contract/images/images.ts';
import { olderBuildWords, podWords, runningWords } from '#lib/lineage/words/running-words.ts';
import { SOURCE_KIND } from '#lib/sources/source-kind.ts';

/** Nothing, as the other columns show it; cards leave it out. */
const NOTHING = <span className="text-muted max-md:hidden">–</span>;

/** Where an image runs; the pods with an older build stay in view however narrow the column is. */
export function RunsInCell({ running }: { running: ImageView['running'] }) {
  if (running === null) return NOTHING;
  const older = olderBuildWords(running);
  return (
    <span className="flex gap-1.5" title={runningWords(running)}>
      <span className="min-w-0 truncate">{podWords(running)}</span>
      {older === null ? null : (
        <span className="shrink-0 text-status-stale">
          <span aria-hidden>· {running.outdated.toLocaleString('en')} older</span>
          <span className="sr-only">, {older}</span>
        </span>
      )}
    </span>
  );
}

/** The sources that mention an image: the first by name, and how many more. */
export function SourcesCell({ sources }: { sources: ImageView['sources'] }) {
  const [first] = sources;
  if (first === undefined) return NOTHING;
  const more = sources.length - 1;
  return (
    <span
      className="flex gap-1 text-muted"
      title={sources.map(({ name, kind }) => `${name} (${SOURCE_KIND[kind]})`).join(', ')}
    >
      <span className="min-w-0 truncate">{first.name}</span>
      {more === 0 ? null : (
        <span className="shrink-0">
          <span aria-hidden>+{more}</span>
          <span className="sr-only"> and {more} more</span>
        </span>
      )}
    </span>
  );
}

import type { ContentsView } from '#lib/api/contract/differences.ts';
import { byteSize } from '#lib/lineage/words/counts-and-names.ts';
import { CHANGE_MARKS, filesSentence } from './difference-words.ts';

type Files = Extract<ContentsView['files'], { state: 'compared' }>;
type FileChange = Files['items'][number];

/** The files that differ: their number, and on demand the list. */
export function FileChanges({ files }: { files: Files }) {
  const { items, counts } = files;
  const total = counts.added + counts.removed + counts.changed;
  return (
    <div className="space-y-2 text-sm">
      <p>
        {filesSentence(files)}{' '}
        <span className="text-muted">
          Contents, types and link targets are compared, owners, modes and times are not.
        </span>
      </p>
      {items.length === 0 ? null : (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm max-md:py-2.5">Show the files</summary>
          <ul
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard.
            tabIndex={0}
            aria-label="Files that change"
            className="mt-2 max-h-96 divide-y divide-line overflow-y-auto rounded-md border border-line bg-surface"
          >
            {items.map((item) => (
              <li
                key={item.path}
                className="grid grid-cols-[5.5rem_minmax(0,1fr)_auto] items-baseline gap-3 px-3 py-1 max-md:grid-cols-[5.5rem_minmax(0,1fr)]"
              >
                <span className="text-muted">
                  <span aria-hidden>{CHANGE_MARKS[item.change]}</span> {item.change}
                </span>
                <span className="mono break-all">/{item.path}</span>
                <span className="text-muted tabular-nums max-md:col-start-2">{sizeWords(item)}</span>
              </li>
            ))}
          </ul>
          {items.length < total ? (
            <p className="mt-2 text-muted">
              {items.length.toLocaleString('en')} of {total.toLocaleString('en')} are listed: at most 500 of
              each kind.
            </p>
          ) : null}
        </details>
      )}
    </div>
  );
}

/** A file's size, or what is in its place: `12 kB → 13 kB`, `directory → link`. */
function sizeWords({ before, after }: FileChange): string {
  const words = [before, after].flatMap((state) => (state === null ? [] : [stateWords(state)]));
  return words[0] === words[1] ? (words[0] ?? '') : words.join(' → ');
}

function stateWords({ type, size, linkName }: NonNullable<FileChange['before']>): string {
  if (type === 'file') return byteSize(size);
  return linkName === null
    ? type
    : `link to ${linkName.length > 40 ? `${linkName.slice(0, 40)}…` : linkName}`;
}

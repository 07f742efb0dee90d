'use client';

import { useId } from 'react';
import { IMAGE_SORT, type ImageSort } from '#lib/api/contract/images/images.ts';
import { SelectLoaded } from './select-loaded.tsx';
import type { TableSelection } from './use-selection.ts';

const SORT_WORDS: Readonly<Record<ImageSort, string>> = {
  status: 'Worst first',
  '-status': 'Best first',
  running: 'Running first, worst first',
  '-running': 'Running first, best first',
  reference: 'Name, A to Z',
  '-reference': 'Name, Z to A',
  behindSince: 'Longest behind first',
  '-behindSince': 'Shortest behind first',
  checkedAt: 'Checked longest ago first',
  '-checkedAt': 'Checked last first',
  baseName: 'Base, A to Z',
  '-baseName': 'Base, Z to A',
};

/** What the table's head does, for phones, where rows are cards: selects all loaded images, and sorts. */
export function PhoneTools({
  hasRunning,
  sort,
  onSort,
  selection,
}: {
  /** Whether any image runs. */
  hasRunning: boolean;
  sort: ImageSort;
  onSort: (sort: ImageSort) => void;
  selection: TableSelection;
}) {
  const id = useId();
  return (
    <div className="flex items-center gap-2 px-2 text-sm md:hidden">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the box inside has a label of its own; this makes it larger. */}
      <label className="-ml-2.5 flex size-11 shrink-0 items-center justify-center">
        <SelectLoaded selection={selection} />
      </label>
      <label htmlFor={id} className="ml-auto text-muted">
        Sort
      </label>
      <select
        id={id}
        value={sort}
        onChange={({ target }) => {
          const chosen = IMAGE_SORT.find((each) => each === target.value);
          if (chosen !== undefined) onSort(chosen);
        }}
        className="h-11 min-w-0 rounded-md border border-line-strong bg-surface px-2"
      >
        {IMAGE_SORT.filter((each) => hasRunning || each === sort || !/^-?running$/.test(each))
          .toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
          .map((each) => (
            <option key={each} value={each}>
              {SORT_WORDS[each]}
            </option>
          ))}
      </select>
    </div>
  );
}

/** The order of the choices: as written above. */
const ORDER = Object.keys(SORT_WORDS);

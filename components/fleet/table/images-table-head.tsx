import type { ReactTable } from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ImageSort, ImageView } from '#lib/api/contract/images/images.ts';
import type { features } from './image-columns.tsx';
import { SelectLoaded } from './select-loaded.tsx';
import { columnSort } from './table-keys.ts';
import type { TableLayout } from './table-layout.ts';
import type { TableSelection } from './use-selection.ts';

/** The table's head: selects all loaded rows, and sorts. */
export function ImagesTableHead({
  table,
  layout,
  sort,
  onSort,
  selection,
}: {
  table: ReactTable<typeof features, ImageView>;
  layout: TableLayout;
  sort: ImageSort;
  onSort: (sort: ImageSort) => void;
  selection: TableSelection;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows are no table elements either.
    <div role="rowgroup" className="sticky top-12 z-20 rounded-t-md bg-surface max-md:hidden">
      {table.getHeaderGroups().map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: see above.
        // biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus.
        <div
          key={group.id}
          role="row"
          aria-rowindex={1}
          className={`${layout.grid} h-8 items-center text-xs`}
        >
          {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: its box takes the focus. */}
          <div role="columnheader" className="flex justify-center [grid-area:select]">
            <SelectLoaded selection={selection} />
          </div>
          {group.headers.map((header) => {
            const { id } = header.column;
            const { order, next } = columnSort(id, sort);
            const Icon = order === 'descending' ? ArrowDown : ArrowUp;
            return (
              // biome-ignore lint/a11y/useSemanticElements: see above.
              // biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus.
              <div
                key={header.id}
                role="columnheader"
                aria-sort={next === undefined ? undefined : order}
                className={`min-w-0 font-medium text-muted ${layout.cells[id] ?? ''}`}
                style={{ gridArea: id }}
              >
                {next === undefined ? (
                  <table.FlexRender header={header} />
                ) : (
                  <button
                    type="button"
                    onClick={() => onSort(next)}
                    className={`-mx-1 flex items-center gap-1 rounded-sm px-1 hover:text-text ${order === 'none' ? '' : 'text-text'}`}
                  >
                    <table.FlexRender header={header} />
                    <Icon aria-hidden size={12} className={order === 'none' ? 'invisible' : ''} />
                  </button>
                )}
              </div>
            );
          })}
          {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: nothing to press. */}
          <div role="columnheader" className="[grid-area:menu]">
            <span className="sr-only">Actions</span>
          </div>
        </div>
      ))}
    </div>
  );
}

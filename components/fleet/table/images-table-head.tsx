import type { ReactTable } from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ImageSort, ImageView } from '#lib/api/contract/images/images.ts';
import type { features } from './image-columns.tsx';
import { SelectLoaded } from './select-loaded.tsx';
import { columnSort } from './table-keys.ts';
import type { TableSelection } from './use-selection.ts';

const PHONE_COLUMNS =
  'grid gap-x-4 px-2 max-md:grid-cols-[24px_minmax(0,1fr)_auto_28px] max-md:gap-x-2 max-md:gap-y-0.5 max-md:py-2.5';
const TABLET =
  "md:max-lg:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_76px_72px_28px] md:max-lg:[grid-template-areas:'select_reference_status_baseName_behindSince_checkedAt_menu']";

/** The grid of a row: columns, on a phone a card of three lines. */
const ROW_GRID = [
  PHONE_COLUMNS,
  "max-md:[grid-template-areas:'select_reference_reference_menu''._baseName_baseName_menu''._status_behindSince_behindSince']",
  TABLET,
  "lg:max-xl:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_84px_112px_72px_28px] lg:max-xl:[grid-template-areas:'select_reference_status_baseName_behindSince_platforms_checkedAt_menu']",
  "xl:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_84px_112px_96px_72px_28px] xl:[grid-template-areas:'select_reference_status_baseName_behindSince_platforms_owner_checkedAt_menu']",
].join(' ');

/** The same with where images run and which sources mention them; a card has a fourth line. */
const ROW_GRID_WITH_PLACES = [
  PHONE_COLUMNS,
  "max-md:[grid-template-areas:'select_reference_reference_menu''._baseName_baseName_menu''._status_behindSince_behindSince''._running_running_running']",
  TABLET,
  "lg:max-xl:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_84px_minmax(0,1fr)_72px_28px] lg:max-xl:[grid-template-areas:'select_reference_status_baseName_behindSince_running_checkedAt_menu']",
  "xl:max-2xl:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_84px_minmax(0,1fr)_116px_72px_28px] xl:max-2xl:[grid-template-areas:'select_reference_status_baseName_behindSince_running_sources_checkedAt_menu']",
  "2xl:grid-cols-[24px_minmax(0,2.2fr)_128px_minmax(0,1.6fr)_84px_112px_96px_minmax(0,1fr)_96px_72px_28px] 2xl:[grid-template-areas:'select_reference_status_baseName_behindSince_platforms_owner_running_sources_checkedAt_menu']",
].join(' ');

/** The grid of the table's rows. */
export function rowGrid(withPlaces: boolean): string {
  return withPlaces ? ROW_GRID_WITH_PLACES : ROW_GRID;
}

/** From which width on a column is shown. */
export function shownFrom(column: string, withPlaces: boolean): string {
  switch (column) {
    case 'platforms':
      return withPlaces ? 'max-2xl:hidden' : 'max-lg:hidden';
    case 'owner':
      return withPlaces ? 'max-2xl:hidden' : 'max-xl:hidden';
    case 'running':
      return 'md:max-lg:hidden';
    case 'sources':
      return 'max-xl:hidden';
    case 'checkedAt':
      return 'max-md:hidden';
    default:
      return '';
  }
}

/** The table's head: selects all loaded rows, and sorts. */
export function ImagesTableHead({
  table,
  sort,
  onSort,
  selection,
  withPlaces,
}: {
  table: ReactTable<typeof features, ImageView>;
  sort: ImageSort;
  onSort: (sort: ImageSort) => void;
  selection: TableSelection;
  /** Whether the columns of sources are shown. */
  withPlaces: boolean;
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
          className={`${rowGrid(withPlaces)} h-8 items-center text-xs`}
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
                className={`min-w-0 font-medium text-muted ${shownFrom(id, withPlaces)}`}
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

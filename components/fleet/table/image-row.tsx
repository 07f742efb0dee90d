'use client';

import type { ReactTable, Row } from '@tanstack/react-table';
import type { MouseEvent } from 'react';
import { useShownMoment } from '#components/history/url-moment.tsx';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { type features, IsTabStop } from './image-columns.tsx';
import { rowPress } from './row-click.ts';
import { RowMenu } from './row-menu.tsx';
import type { TableLayout } from './table-layout.ts';

/** An image as a row, on a phone as a card. Without `row` it is a placeholder for an image that loads. */
export function ImageRow({
  table,
  layout,
  row,
  index,
  top,
  height,
  isSelected,
  isTabStop,
  onSelect,
}: {
  table: ReactTable<typeof features, ImageView>;
  layout: TableLayout;
  row: Row<typeof features, ImageView> | undefined;
  index: number;
  /** CSS pixels, as `height`. */
  top: number;
  height: number;
  isSelected: boolean;
  isTabStop: boolean;
  /** `isRange`: up to the image that was selected last. */
  onSelect: (isRange: boolean) => void;
}) {
  const past = useShownMoment();
  return (
    <IsTabStop value={isTabStop}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by their index, which table elements cannot be. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the row's link takes the focus. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the link does the same by keyboard. */}
      <div
        role="row"
        aria-rowindex={index + 2}
        aria-selected={isSelected}
        data-index={index}
        onClick={openByRow}
        onAuxClick={openByRow}
        className={`${layout.grid} group absolute inset-x-0 items-center border-t border-line text-sm ${row === undefined ? '' : 'cursor-pointer'} ${isSelected ? 'bg-raised' : 'hover:bg-bg'}`}
        style={{ height, transform: `translateY(${top}px)` }}
      >
        {row === undefined ? (
          <PendingRow />
        ) : (
          <>
            {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
            <div role="cell" className="flex justify-center [grid-area:select]">
              {/* The label makes the box larger to hit. */}
              <label className="flex shrink-0 items-center justify-center max-md:-m-2.5 max-md:size-11 md:size-6">
                <input
                  type="checkbox"
                  disabled={past !== undefined}
                  aria-label={`Select ${row.original.reference}`}
                  checked={isSelected}
                  tabIndex={isTabStop ? 0 : -1}
                  onChange={({ nativeEvent }) =>
                    onSelect(nativeEvent instanceof PointerEvent && nativeEvent.shiftKey)
                  }
                  className="size-3.5 accent-accent"
                />
              </label>
            </div>
            {row.getAllCells().map((cell) => (
              // biome-ignore lint/a11y/useSemanticElements: see above.
              <div
                key={cell.id}
                role="cell"
                className={`min-w-0 ${CELL_CLASS[cell.column.id] ?? ''} ${layout.cells[cell.column.id] ?? ''}`}
                style={{ gridArea: cell.column.id }}
              >
                <table.FlexRender cell={cell} />
              </div>
            ))}
            {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
            <div role="cell" className="[grid-area:menu] max-md:self-start">
              <RowMenu image={row.original} />
            </div>
          </>
        )}
      </div>
    </IsTabStop>
  );
}

/** A press on the row itself follows its link, so that people need not hit the text. */
function openByRow(event: MouseEvent<HTMLElement>) {
  const { target, currentTarget: row } = event;
  const link = row.querySelector<HTMLAnchorElement>('[data-row-link]');
  // A press on a menu of this row arrives here although it is elsewhere in the document.
  if (link === null || !(target instanceof Element) || !row.contains(target)) return;
  const does = rowPress({
    button: event.button,
    isModified: event.metaKey || event.ctrlKey || event.shiftKey || event.altKey,
    onControl: target.closest('a, button, input, label') !== null,
    selectsText: window.getSelection()?.isCollapsed === false,
  });
  if (does === 'open') link.click();
  else if (does === 'tab') window.open(link.href, '_blank', 'noopener');
}

/** On a phone, "on" precedes the base. */
const CELL_CLASS: Readonly<Record<string, string>> = {
  baseName:
    "max-md:flex max-md:gap-1.5 max-md:before:shrink-0 max-md:before:text-muted max-md:before:content-['on']",
  behindSince: 'max-md:text-right',
};

function PendingRow() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above.
    <div role="cell" className="flex items-center [grid-area:reference]">
      <span className="sr-only">Loading</span>
      <span aria-hidden className="h-3 w-64 max-w-full rounded-sm bg-raised" />
    </div>
  );
}

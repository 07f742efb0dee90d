'use client';

import { useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useShownMoment } from '#components/history/url-moment.tsx';
import { PHONE, useMediaQuery } from '#components/ui/use-media-query.ts';
import type { ImageSort, ImageView } from '#lib/api/contract/images/images.ts';
import { features, IMAGE_COLUMNS } from './image-columns.tsx';
import { ImagesTableHead, ROW_GRID } from './images-table-head.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { rowAfterKey } from './table-keys.ts';

/** CSS pixels. All rows have one height, so that the scroll bar is right before the rows are loaded. */
const ROW_HEIGHT = 36;
const CARD_HEIGHT = 92;
/** The shell's bar and the table's head, which must not cover the focused row. */
const STICKY_HEIGHT = 48 + 33;

/** The images as rows, on a phone as cards. Only visible rows are rendered; the next page loads near the end. */
export function ImagesTable({
  images,
  total,
  sort,
  busy,
  onSort,
  onNearEnd,
}: {
  images: ImageView[];
  /** The number of images that match the filter, loaded or not. */
  total: number;
  sort: ImageSort;
  /** True while a page loads. */
  busy: boolean;
  onSort: (sort: ImageSort) => void;
  onNearEnd: () => void;
}) {
  const phone = useMediaQuery(PHONE);
  // Actions on selected images apply to the present only.
  const past = useShownMoment();
  const rowHeight = phone ? CARD_HEIGHT : ROW_HEIGHT;
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [active, setActive] = useState(0);
  const table = useTable({
    features,
    columns: IMAGE_COLUMNS,
    data: images,
    getRowId: ({ id }: ImageView) => id,
  });
  const { rows } = table.getRowModel();
  const virtualizer = useWindowVirtualizer({
    count: Math.max(total, rows.length),
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: top,
    scrollPaddingStart: STICKY_HEIGHT,
    scrollPaddingEnd: 64,
    // The browser's first render must equal the server's, wherever the page is scrolled to.
    initialRect: { width: 1440, height: 900 },
    initialOffset: 0,
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;

  // The height of what is above the table (headline, chart) changes with the filter.
  useLayoutEffect(() => {
    const offset = (body.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    if (Math.abs(offset - top) > 1) setTop(offset);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed row height requires a new measurement.
  useLayoutEffect(() => virtualizer.measure(), [rowHeight]);
  useEffect(() => {
    if (!busy && rows.length < total && last >= rows.length) onNearEnd();
  }, [busy, last, rows.length, total, onNearEnd]);

  const focusRow = (to: number) => {
    setActive(to);
    virtualizer.scrollToIndex(to, { align: 'auto' });
    requestAnimationFrame(() => {
      body.current?.querySelector<HTMLElement>(`[data-index="${to}"] [data-row-link]`)?.focus();
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = event.target instanceof HTMLElement ? event.target.closest('[data-index]') : null;
    if (row === null || !(event.target instanceof HTMLElement) || event.target.dataset.rowLink === undefined)
      return;
    const index = Number(row.getAttribute('data-index'));
    const page = Math.floor(window.innerHeight / rowHeight / 2);
    const to = rowAfterKey(event.key, index, rows.length, page);
    if (to !== undefined) {
      event.preventDefault();
      focusRow(to);
    } else if (event.key === ' ') {
      event.preventDefault();
      if (past === undefined) rows[index]?.toggleSelected();
    }
  };

  const selected = rows.filter((row) => row.getIsSelected()).map((row) => row.original);
  const columns = IMAGE_COLUMNS.length + 1;
  return (
    <div className="rounded-md border border-line bg-surface">
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by their index, which table elements cannot be. */}
      <div role="table" aria-label="Images" aria-rowcount={total + 1} aria-colcount={columns}>
        <ImagesTableHead
          table={table}
          sort={sort}
          onSort={onSort}
          allSelected={rows.length > 0 && selected.length === rows.length}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        <div
          ref={body}
          role="rowgroup"
          className="relative"
          style={{ height: virtualizer.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {shown.map(({ index, start }) => {
            const row = rows[index];
            const isSelected = row?.getIsSelected() ?? false;
            return (
              // biome-ignore lint/a11y/useSemanticElements: see above.
              // biome-ignore lint/a11y/useFocusableInteractive: the row's link takes the focus.
              <div
                key={row?.id ?? index}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isSelected}
                data-index={index}
                className={`${ROW_GRID} group absolute inset-x-0 items-center border-t border-line text-sm ${isSelected ? 'bg-raised' : 'hover:bg-bg'}`}
                style={{ height: rowHeight, transform: `translateY(${start - top}px)` }}
              >
                {row === undefined ? (
                  <PendingRow />
                ) : (
                  <>
                    {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
                    <div role="cell" className="flex justify-center [grid-area:select]">
                      <input
                        type="checkbox"
                        disabled={past !== undefined}
                        aria-label={`Select ${row.original.reference}`}
                        checked={isSelected}
                        tabIndex={index === active ? 0 : -1}
                        onChange={row.getToggleSelectedHandler()}
                        className="size-3.5 accent-accent"
                      />
                    </div>
                    {row.getAllCells().map((cell) => (
                      // biome-ignore lint/a11y/useSemanticElements: see above.
                      <div
                        key={cell.id}
                        role="cell"
                        className={`min-w-0 ${CELL_CLASS[cell.column.id] ?? ''}`}
                        style={{ gridArea: cell.column.id }}
                      >
                        <table.FlexRender cell={cell} />
                      </div>
                    ))}
                  </>
                )}
              </div>
            );
          })}
        </div>
      </div>
      {past === undefined ? (
        <SelectionBar images={selected} onDone={() => table.resetRowSelection()} />
      ) : null}
    </div>
  );
}

/** On a phone, "on" precedes the base, and cells that have no room are hidden. */
const CELL_CLASS: Readonly<Record<string, string>> = {
  baseName:
    "max-md:flex max-md:gap-1.5 max-md:before:shrink-0 max-md:before:text-muted max-md:before:content-['on']",
  behindSince: 'max-md:text-right',
  platforms: 'max-lg:hidden',
  owner: 'max-xl:hidden',
  checkedAt: 'max-md:hidden',
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

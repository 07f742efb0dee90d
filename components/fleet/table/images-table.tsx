'use client';

import { useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useShownMoment } from '#components/history/url-moment.tsx';
import { PHONE, useMediaQuery } from '#components/ui/use-media-query.ts';
import type { FleetView } from '#lib/api/client/images.ts';
import type { ImageSort, ImageView } from '#lib/api/contract/images/images.ts';
import { features, imageColumns } from './image-columns.tsx';
import { ImageRow } from './image-row.tsx';
import { ImagesTableHead } from './images-table-head.tsx';
import { PhoneTools } from './phone-tools.tsx';
import { isPlaced } from './place-words.ts';
import { SelectionBar } from './selection-bar.tsx';
import { useSelection } from './use-selection.ts';
import { useTableKeys } from './use-table-keys.ts';

/** CSS pixels. All rows have one height, so that the scroll bar is right before the rows are loaded. */
const ROW_HEIGHT = 36;
const CARD_HEIGHT = 92;
const CARD_HEIGHT_WITH_PLACES = 114;
/** The shell's bar and the table's head, which must not cover the focused row. */
const STICKY_HEIGHT = 48 + 33;

/** The images as rows, on a phone as cards. Only visible rows are rendered; the next page loads near the end. */
export function ImagesTable({
  images,
  total,
  view: { filter, sort },
  busy,
  onSort,
  onNearEnd,
}: {
  images: ImageView[];
  /** The number of images that match the filter, loaded or not. */
  total: number;
  view: FleetView;
  /** True while rows load, also those that are loaded again: the next page waits for its turn. */
  busy: boolean;
  onSort: (sort: ImageSort) => void;
  onNearEnd: () => void;
}) {
  const phone = useMediaQuery(PHONE);
  // Actions on selected images apply to the present only.
  const past = useShownMoment();
  const withPlaces = images.some(isPlaced);
  const hasRunning = images.some(({ running }) => running !== null);
  const rowHeight = !phone ? ROW_HEIGHT : withPlaces ? CARD_HEIGHT_WITH_PLACES : CARD_HEIGHT;
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const imagesColumns = useMemo(() => imageColumns(withPlaces), [withPlaces]);
  const table = useTable({
    features,
    columns: imagesColumns,
    data: images,
    getRowId: ({ id }: ImageView) => id,
  });
  const { rows } = table.getRowModel();
  const ids = useMemo(() => images.map(({ id }) => id), [images]);
  const selection = useSelection(filter, ids, total);
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

  const { active, onKeyDown, onFocus } = useTableKeys({
    body,
    ids,
    rowHeight,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    selection: past === undefined ? selection : undefined,
  });
  const columns = imagesColumns.length + 2;
  return (
    <>
      {past === undefined ? <PhoneTools {...{ hasRunning, sort, onSort, selection }} /> : null}
      <div className="rounded-md border border-line bg-surface">
        {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by their index, which table elements cannot be. */}
        <div role="table" aria-label="Images" aria-rowcount={total + 1} aria-colcount={columns}>
          <ImagesTableHead {...{ table, sort, onSort, selection, withPlaces }} />
          {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
          <div
            ref={body}
            role="rowgroup"
            className="relative"
            style={{ height: virtualizer.getTotalSize() }}
            onKeyDown={onKeyDown}
            onFocus={onFocus}
          >
            {shown.map(({ index, start }) => {
              const row = rows[index];
              return (
                <ImageRow
                  key={row?.id ?? index}
                  table={table}
                  row={row}
                  index={index}
                  top={start - top}
                  height={rowHeight}
                  isSelected={row !== undefined && selection.isSelected(row.id)}
                  isTabStop={index === active}
                  withPlaces={withPlaces}
                  onSelect={(isRange) => (row === undefined ? undefined : selection.toggle(row.id, isRange))}
                />
              );
            })}
          </div>
        </div>
      </div>
      {past === undefined ? (
        <SelectionBar selection={selection} filter={filter} total={total} loaded={ids.length} />
      ) : null}
    </>
  );
}

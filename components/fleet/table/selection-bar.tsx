'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { useImageActions } from '#components/images/use-image-actions.ts';
import { ShareDialog } from '#components/reports/share-dialog.tsx';
import { SnoozeDialog, type SnoozeScope } from '#components/snooze/snooze-dialog.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import type { SelectionRequest } from '#lib/api/contract/images/selection.ts';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { namesTrait } from '#lib/lineage/filter/names-trait.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { BulkActions } from './bulk-actions.tsx';
import type { TableSelection } from './use-selection.ts';

/** Actions on the selected images; nothing while none is selected. */
export function SelectionBar({
  selection,
  filter,
  total,
  loaded,
}: {
  selection: TableSelection;
  filter: string;
  /** The number of images that match the filter, and how many of them are loaded. */
  total: number;
  loaded: number;
}) {
  const { untrack } = useImageActions();
  const [sure, setSure] = useState(false);
  const [isSnoozing, setSnoozing] = useState(false);
  const [isReporting, setReporting] = useState(false);
  const { count, clear, selectAll } = selection;
  if (count === 0) return null;
  const request = requestOf(selection, filter);
  const done = () => {
    setSure(false);
    clear();
  };
  return (
    <section
      aria-label="Selected images"
      className="fixed bottom-4 left-1/2 z-30 flex -translate-x-1/2 items-center gap-2 rounded-md border border-line-strong bg-surface p-2 pl-3 text-sm max-md:inset-x-2 max-md:bottom-16 max-md:translate-x-0 max-md:flex-wrap"
    >
      <span role="status" className="mr-1 whitespace-nowrap tabular-nums max-md:flex-1">
        {sure ? (
          `Untrack ${counted(count, 'image')}?`
        ) : (
          <>
            {count === total ? 'All ' : ''}
            {count.toLocaleString('en')} <span className="max-md:sr-only">selected</span>
          </>
        )}
      </span>
      {sure ? (
        <>
          <Button
            variant="danger"
            disabled={untrack.isPending}
            onClick={() => untrack.mutate(request, { onSuccess: done, onError: () => setSure(false) })}
          >
            Untrack {counted(count, 'image')}
          </Button>
          {/* The safe choice has the focus. */}
          <Button autoFocus variant="plain" onClick={() => setSure(false)}>
            Cancel
          </Button>
        </>
      ) : (
        <>
          {selection.allLoaded && selection.selection.kind === 'some' && loaded < total ? (
            <Button onClick={selectAll} className="max-md:order-last max-md:w-full max-md:justify-center">
              Select all {total.toLocaleString('en')} that match
            </Button>
          ) : null}
          <BulkActions
            request={request}
            onDone={done}
            onUntrack={() => setSure(true)}
            onSnooze={() => setSnoozing(true)}
            onReport={() => setReporting(true)}
          />
          <Button variant="quiet" size="icon" aria-label="Clear selection" onClick={done}>
            <X aria-hidden size={16} />
          </Button>
        </>
      )}
      {isReporting ? (
        <ShareDialog
          filter={filter}
          selection={request}
          what={`the ${counted(count, 'selected image')}, as they are now`}
          onClose={() => setReporting(false)}
        />
      ) : null}
      {isSnoozing ? (
        <SnoozeDialog
          what={counted(count, 'image')}
          scopes={snoozeScopes(request)}
          onClose={() => setSnoozing(false)}
          onDone={() => {
            setSnoozing(false);
            done();
          }}
        />
      ) : null}
    </section>
  );
}

/** What can be snoozed: the selected images and, for a whole filter, what matches it later; not for `is:snoozed`. */
function snoozeScopes(request: SelectionRequest): SnoozeScope[] {
  const { filter, except = [] } = request;
  const selected: SnoozeScope = {
    words: 'Exactly these images',
    make: (terms) => ({ kind: 'selection', request: { ...request, ...terms } }),
  };
  if (filter === undefined || except.length > 0 || namesTrait(parseFilter(filter), 'snoozed'))
    return [selected];
  const whatever: SnoozeScope = {
    words:
      filter === ''
        ? 'The whole fleet, with images that are tracked later'
        : `Whatever matches ${filter}, now and later`,
    make: (terms) => ({ kind: 'hold', request: { filter, ...terms } }),
  };
  return [selected, whatever];
}

/** The selection as the API takes it; of a filter, with the number that the person sees. */
function requestOf({ selection, count }: TableSelection, filter: string): SelectionRequest {
  if (selection.kind === 'some') return { ids: [...selection.ids] };
  return { filter, except: [...selection.except], expected: count };
}

'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, Pencil, Trash2 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { useWhyNot } from '#components/access/current-user.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { PopoverPanel } from '#components/ui/controls/popover-panel.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { changeFilter, deleteFilter, savedFiltersQuery, saveFilter } from '#lib/api/client/filters.ts';
import type { SavedFilterView } from '#lib/api/contract/images/filters.ts';

/** The filters that are kept on the server: choose one, save the current one, rename and delete. */
export function SavedFilters({
  filter,
  canSave,
  onFilter,
}: {
  filter: string;
  canSave: boolean;
  onFilter: (filter: string) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button variant="quiet" size="icon" aria-label="Saved filters" className="max-md:size-11">
          <Bookmark aria-hidden size={16} />
        </Button>
      </Popover.Trigger>
      <PopoverPanel label="Saved filters" className="w-96 p-2">
        <SavedList
          filter={filter}
          canSave={canSave}
          onFilter={(next) => {
            setOpen(false);
            onFilter(next);
          }}
        />
      </PopoverPanel>
    </Popover.Root>
  );
}

function SavedList({
  filter,
  canSave,
  onFilter,
}: {
  filter: string;
  canSave: boolean;
  onFilter: (filter: string) => void;
}) {
  const saved = useQuery(savedFiltersQuery());
  const client = useQueryClient();
  const toast = useToast();
  const why = useWhyNot('share');
  const [renamed, setRenamed] = useState<string>();
  const change = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () => client.invalidateQueries({ queryKey: savedFiltersQuery().queryKey }),
    onError: (error) => toast({ error }),
  });
  const mayEdit = why === undefined;
  return (
    <>
      {saved.data?.length === 0 ? (
        <p className="px-2 py-1 text-muted">No filter is saved yet.</p>
      ) : (
        <ul>
          {saved.data?.map((each) =>
            renamed === each.id ? (
              <li key={each.id}>
                <NameForm
                  label={`New name of ${each.name}`}
                  button="Rename filter"
                  name={each.name}
                  onName={async (name) => {
                    await change.mutateAsync(() => changeFilter(each.id, { name }));
                    setRenamed(undefined);
                  }}
                />
              </li>
            ) : (
              <SavedRow
                key={each.id}
                saved={each}
                mayEdit={mayEdit}
                onChoose={() => onFilter(each.filter)}
                onRename={() => setRenamed(each.id)}
                onDelete={() => change.mutate(() => deleteFilter(each.id))}
              />
            ),
          )}
        </ul>
      )}
      <div className="mt-1 border-t border-line px-2 pt-2">
        {!mayEdit ? (
          <p className="text-muted">{why}</p>
        ) : filter === '' || !canSave ? (
          <p className="text-muted">Type a filter to save it.</p>
        ) : (
          <NameForm
            label="Name of the current filter"
            button="Save filter"
            name=""
            onName={async (name) => void (await change.mutateAsync(() => saveFilter({ name, filter })))}
          />
        )}
      </div>
    </>
  );
}

function SavedRow({
  saved: { name, filter },
  mayEdit,
  onChoose,
  onRename,
  onDelete,
}: {
  saved: SavedFilterView;
  mayEdit: boolean;
  onChoose: () => void;
  onRename: () => void;
  onDelete: () => void;
}) {
  return (
    <li className="flex items-center gap-1">
      <button
        type="button"
        onClick={onChoose}
        title={filter}
        className="flex min-h-11 min-w-0 flex-1 flex-col justify-center rounded-sm px-2 text-left hover:bg-raised"
      >
        <span className="max-w-full truncate">{name}</span>
        <span className="mono max-w-full truncate text-xs text-muted">{filter || 'the whole fleet'}</span>
      </button>
      {mayEdit ? (
        <>
          <Button
            variant="quiet"
            size="icon"
            className="max-md:size-11"
            aria-label={`Rename ${name}`}
            onClick={onRename}
          >
            <Pencil aria-hidden size={14} />
          </Button>
          <Button
            variant="quiet"
            size="icon"
            className="max-md:size-11"
            aria-label={`Delete ${name}`}
            onClick={onDelete}
          >
            <Trash2 aria-hidden size={14} />
          </Button>
        </>
      ) : null}
    </li>
  );
}

function NameForm({
  label,
  button,
  name,
  onName,
}: {
  label: string;
  button: string;
  name: string;
  onName: (name: string) => Promise<void>;
}) {
  const [text, setText] = useState(name);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    // A failure is shown as a toast, and the name stays.
    void onName(text.trim()).then(
      () => setText(''),
      () => undefined,
    );
  };
  return (
    <form onSubmit={onSubmit} className="flex gap-1 py-1">
      <input
        aria-label={label}
        placeholder="Name"
        required
        maxLength={100}
        value={text}
        onChange={({ target }) => setText(target.value)}
        className="h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2 max-md:h-11"
      />
      <Button type="submit" disabled={text.trim() === ''} className="max-md:h-11">
        {button}
      </Button>
    </form>
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { AllowedButton, AllowedLink } from '#components/access/allowed.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { confirmListing, listSourceNow, removeSource } from '#lib/api/client/sources.ts';
import type { SourceView } from '#lib/api/contract/sources.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { isListedKind } from '#lib/sources/source-kind.ts';
import { sourceHref } from './hrefs.ts';
import { isOffered } from './source-form/source-draft.ts';

/** What can be done with a source: list it now, confirm a listing, edit and remove it. */
export function SourceActions({ source }: { source: SourceView }) {
  const { id, name, kind, state, from, lastListing } = source;
  const [removing, setRemoving] = useState(false);
  const client = useQueryClient();
  const toast = useToast();
  const then = (text: string) => ({
    onSuccess: () => toast({ text }),
    onError: (error: unknown) => toast({ error }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sources'] }),
  });
  const list = useMutation({ mutationFn: () => listSourceNow(id), ...then(`Listing ${name}.`) });
  const confirm = useMutation({
    mutationFn: () => confirmListing(id),
    ...then('Confirmed. The images are untracked after their grace period.'),
  });
  const missing = lastListing?.shrank?.missing;
  if (from === 'sample') return null;
  if (from === 'file' && !isListedKind(kind) && state !== 'asks') return null;
  return (
    <div className="flex flex-wrap gap-2">
      {state === 'asks' ? (
        <AllowedButton
          permission="administer"
          size="sm"
          variant="danger"
          className="max-md:h-11"
          disabled={confirm.isPending}
          aria-label={`Confirm the listing of ${name}`}
          onClick={() => confirm.mutate()}
        >
          {missing === undefined
            ? 'Confirm that images are gone'
            : `Confirm that ${counted(missing, 'image')} are gone`}
        </AllowedButton>
      ) : null}
      {!isListedKind(kind) ? null : (
        <AllowedButton
          permission="track"
          size="sm"
          className="max-md:h-11"
          disabled={list.isPending || state === 'listing'}
          aria-label={`List ${name} now`}
          onClick={() => list.mutate()}
        >
          <RefreshCw aria-hidden size={13} />
          List now
        </AllowedButton>
      )}
      {from === 'file' ? null : (
        <>
          {isOffered(kind) ? (
            <AllowedLink
              permission="administer"
              size="sm"
              href={sourceHref(id)}
              aria-label={`Edit ${name}`}
              className="max-md:h-11"
            >
              {kind === 'files' ? 'Edit or upload' : 'Edit'}
            </AllowedLink>
          ) : null}
          <AllowedButton
            permission="administer"
            size="sm"
            className="max-md:h-11"
            aria-label={`Remove ${name}`}
            onClick={() => setRemoving(true)}
          >
            Remove
          </AllowedButton>
          <RemoveDialog source={source} open={removing} onOpenChange={setRemoving} />
        </>
      )}
    </div>
  );
}

function RemoveDialog({
  source: { id, name, tracked },
  open,
  onOpenChange,
}: {
  source: SourceView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const [keep, setKeep] = useState(false);
  const client = useQueryClient();
  const toast = useToast();
  const remove = useMutation({
    mutationFn: () => removeSource(id, keep),
    onSuccess: () => toast({ text: `Source ${name} removed.` }),
    onError: (error) => toast({ error }),
    onSettled: () => {
      onOpenChange(false);
      return client.invalidateQueries();
    },
  });
  return (
    <Dialog title={`Remove ${name}?`} open={open} onOpenChange={onOpenChange}>
      <div className="space-y-4 p-4 text-sm">
        <p>
          {keep
            ? `Its ${counted(tracked, 'image')} stay tracked, as if you had added them.`
            : `Of its ${counted(tracked, 'image')}, those that no other source mentions and nobody added are untracked. Their history is kept.`}
        </p>
        <label className="flex items-center gap-2 max-md:min-h-11">
          <input
            type="checkbox"
            checked={keep}
            onChange={({ target }) => setKeep(target.checked)}
            className="accent-accent"
          />
          Keep its images
        </label>
        <Button
          variant="danger"
          disabled={remove.isPending}
          onClick={() => remove.mutate()}
          className="max-md:h-11"
        >
          Remove source
        </Button>
      </div>
    </Dialog>
  );
}

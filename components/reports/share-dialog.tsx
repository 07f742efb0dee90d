'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { createReport, reportsQuery } from '#lib/api/client/reports.ts';
import type { SelectionRequest } from '#lib/api/contract/images/selection.ts';
import { ShareForm } from './share-form.tsx';
import { SharedLink } from './shared-link.tsx';

/** Creates a report about the images of a filter, or about selected ones, then shows its link. `what` names the images. */
export function ShareDialog({
  filter,
  selection,
  what,
  onClose,
}: {
  filter: string;
  /** Exactly these images, as they are now. */
  selection?: SelectionRequest;
  what: string;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: createReport,
    onSuccess: () => client.invalidateQueries({ queryKey: reportsQuery().queryKey }),
  });
  return (
    <Dialog title="Share a report" open onOpenChange={(open) => (open ? undefined : onClose())}>
      <div className="min-h-0 space-y-4 overflow-y-auto p-4 text-sm">
        {create.data === undefined ? (
          <ShareForm
            what={what}
            isFrozen={selection !== undefined}
            busy={create.isPending}
            error={create.error}
            onCreate={(request) =>
              create.mutate({ ...request, ...(selection ?? (filter === '' ? {} : { filter })) })
            }
          />
        ) : (
          <SharedLink report={create.data} title={create.variables?.title ?? ''} />
        )}
      </div>
    </Dialog>
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { makeReport, reportsQuery } from '#lib/api/client/reports.ts';
import { ShareForm } from './share-form.tsx';
import { SharedLink } from './shared-link.tsx';

/** Makes a report of what a filter chooses, then shows its link. `what` says what it is of. */
export function ShareDialog({
  filter,
  what,
  onClose,
}: {
  filter: string;
  what: string;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: makeReport,
    onSuccess: () => client.invalidateQueries({ queryKey: reportsQuery().queryKey }),
  });
  return (
    <Dialog title="Share a report" open onOpenChange={(open) => (open ? undefined : onClose())}>
      <div className="min-h-0 space-y-4 overflow-y-auto p-4 text-sm">
        {make.data === undefined ? (
          <ShareForm
            what={what}
            busy={make.isPending}
            error={make.error}
            onMake={(asked) => make.mutate({ ...asked, ...(filter === '' ? {} : { filter }) })}
          />
        ) : (
          <SharedLink report={make.data} title={make.variables?.title ?? ''} />
        )}
      </div>
    </Dialog>
  );
}

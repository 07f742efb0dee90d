'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BadgeCheck } from 'lucide-react';
import { useState } from 'react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { fleetQuery } from '#lib/api/client/fleet.ts';
import { markImages } from '#lib/api/client/images.ts';
import { BadgeDialog } from './badge-dialog.tsx';
import { fleetBadgeOf } from './badge-snippets.ts';
import { VisibilityNotice } from './visibility-notice.tsx';
import { publicWords, publishWords } from './visibility-words.ts';

/** Opens a dialog with the badge of a filter, and how many of its images the badge counts. */
export function FleetBadge({ filter }: { filter: string }) {
  const [open, setOpen] = useState(false);
  const { total, isPublic } = usePublicCount(filter, open);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <BadgeCheck aria-hidden size={14} />
        Badge
      </Button>
      <BadgeDialog
        title={filter === '' ? 'Badge of the fleet' : 'Badge of this filter'}
        badge={fleetBadgeOf(filter)}
        seen={`${isPublic} of ${total}`}
        open={open}
        onOpenChange={setOpen}
      >
        <Visibility filter={filter} total={total} isPublic={isPublic} />
      </BadgeDialog>
    </>
  );
}

/** How many images match the filter, and how many of them are public; undefined while loading. */
function usePublicCount(filter: string, enabled: boolean) {
  const all = useQuery({ ...fleetQuery(filter), enabled });
  const open = useQuery({ ...fleetQuery(`${filter} public:yes`.trim()), enabled });
  return { total: all.data?.total, isPublic: open.data?.total };
}

function Visibility({
  filter,
  total,
  isPublic,
}: {
  filter: string;
  total: number | undefined;
  isPublic: number | undefined;
}) {
  const client = useQueryClient();
  const toast = useToast();
  const mark = useMutation({
    mutationFn: () => markImages({ filter }, true),
    onSuccess: () =>
      Promise.all([['images'], ['fleet']].map((queryKey) => client.invalidateQueries({ queryKey }))),
    onError: (error) => toast({ error }),
  });
  if (total === undefined || isPublic === undefined) return null;
  const hidden = total - isPublic;
  return (
    <VisibilityNotice isPublic={hidden === 0} words={publicWords(total, isPublic)}>
      {hidden === 0 ? null : (
        <AllowedButton
          permission="share"
          variant={isPublic === 0 ? 'primary' : 'plain'}
          disabled={mark.isPending}
          onClick={() => mark.mutate()}
        >
          {publishWords(total, isPublic)}
        </AllowedButton>
      )}
    </VisibilityNotice>
  );
}

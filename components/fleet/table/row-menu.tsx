'use client';

import { Bell, BellOff, Layers, MoreHorizontal, RefreshCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { use, useState } from 'react';
import { useWhyNot } from '#components/access/current-user.tsx';
import { useShownMoment } from '#components/history/url-moment.tsx';
import { CopyMenuItems } from '#components/images/copy-menu-items.tsx';
import { useImageActions } from '#components/images/use-image-actions.ts';
import { planHref } from '#components/rebase/hrefs.ts';
import { imageScopes } from '#components/snooze/image-scopes.ts';
import { SnoozeDialog } from '#components/snooze/snooze-dialog.tsx';
import { useSnooze } from '#components/snooze/use-snooze.ts';
import { Menu, MenuDivider, MenuItem } from '#components/ui/controls/menu.tsx';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { familiarName } from '#lib/lineage/words/counts-and-names.ts';
import { IsTabStop } from './image-columns.tsx';

/** The menu at the end of a row. */
export function RowMenu({ image }: { image: ImageView }) {
  const isTabStop = use(IsTabStop);
  const [isSnoozing, setSnoozing] = useState(false);
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={`Actions on ${image.reference}`}
            tabIndex={isTabStop ? 0 : -1}
            className="flex size-7 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text max-md:-mt-2 max-md:-ml-4 max-md:size-11"
          >
            <MoreHorizontal aria-hidden size={15} />
          </button>
        }
      >
        <CopyMenuItems image={image} />
        <Actions image={image} onSnooze={() => setSnoozing(true)} />
      </Menu>
      {isSnoozing ? (
        <SnoozeDialog
          what={familiarName(image.reference)}
          scopes={imageScopes(image)}
          onClose={() => setSnoozing(false)}
        />
      ) : null}
    </>
  );
}

/** The actions on the image; there are none on the past. */
function Actions({
  image: { id, reference, status, snoozed },
  onSnooze,
}: {
  image: ImageView;
  onSnooze: () => void;
}) {
  const router = useRouter();
  const { scan } = useImageActions();
  const { end } = useSnooze();
  const [mayRebase, mayTrack] = [useWhyNot('rebase') === undefined, useWhyNot('track') === undefined];
  if (useShownMoment() !== undefined) return null;
  return (
    <>
      <MenuDivider />
      <MenuItem disabled={!mayRebase} onSelect={() => router.push(planHref({ reference }))}>
        <Layers aria-hidden size={14} />
        Plan rebase
      </MenuItem>
      <MenuItem disabled={!mayTrack || status === 'pending'} onSelect={() => scan.mutate({ ids: [id] })}>
        <RefreshCw aria-hidden size={14} />
        Scan
      </MenuItem>
      {snoozed === null ? (
        <MenuItem disabled={!mayTrack} onSelect={onSnooze}>
          <BellOff aria-hidden size={14} />
          Snooze
        </MenuItem>
      ) : (
        <MenuItem disabled={!mayTrack} onSelect={() => end.mutate(snoozed.holdId)}>
          <Bell aria-hidden size={14} />
          End snooze
        </MenuItem>
      )}
    </>
  );
}

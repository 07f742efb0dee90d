'use client';

import { ChevronDown } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { AllowedButton } from '#components/access/allowed.tsx';
import { useWhyNot } from '#components/access/current-user.tsx';
import { useImageActions } from '#components/images/use-image-actions.ts';
import { manyHref } from '#components/rebase/hrefs.ts';
import { MOST_IMAGES } from '#components/rebase/many/many-plans.ts';
import { Button } from '#components/ui/controls/button.tsx';
import { Menu, MenuItem } from '#components/ui/controls/menu.tsx';
import type { Permission } from '#lib/access/roles.ts';
import type { SelectionRequest } from '#lib/api/contract/images/selection.ts';

/** One action of the bar: a button where there is room, else an item of its menu. */
interface BulkAction {
  readonly words: string;
  readonly permission: Permission;
  readonly isBusy?: boolean;
  readonly act: () => void;
}

/** The actions on the selected images: buttons, and the rest as a menu; on a phone all in the menu. */
export function BulkActions({
  request,
  onDone,
  onUntrack,
  onSnooze,
  onReport,
}: {
  request: SelectionRequest;
  /** An action has taken the selection. */
  onDone: () => void;
  onUntrack: () => void;
  onSnooze: () => void;
  onReport: () => void;
}) {
  const router = useRouter();
  const { scan, mark } = useImageActions();
  // The address of the plans names the images, so there is a limit.
  const isTooMany = (request.ids ?? request.except ?? []).length > MOST_IMAGES;
  const done = { onSuccess: onDone };
  const buttons: BulkAction[] = [
    {
      words: 'Rebase',
      permission: 'rebase',
      isBusy: isTooMany,
      act: () => router.push(manyHref(request)),
    },
    {
      words: 'Scan',
      permission: 'track',
      isBusy: scan.isPending,
      act: () => scan.mutate(request, done),
    },
    { words: 'Snooze', permission: 'track', act: onSnooze },
  ];
  const more: BulkAction[] = [
    {
      words: 'Make public',
      permission: 'share',
      isBusy: mark.isPending,
      act: () => mark.mutate({ selection: request, isPublic: true }),
    },
    {
      words: 'Make private',
      permission: 'share',
      isBusy: mark.isPending,
      act: () => mark.mutate({ selection: request, isPublic: false }),
    },
    { words: 'Create report', permission: 'share', act: onReport },
    { words: 'Untrack', permission: 'track', act: onUntrack },
  ];
  return (
    <>
      {buttons.map(({ words, permission, isBusy = false, act }) => (
        <AllowedButton
          key={words}
          permission={permission}
          disabled={isBusy}
          onClick={act}
          className="max-md:h-11"
        >
          {words}
        </AllowedButton>
      ))}
      <Menu
        trigger={
          <Button className="max-md:h-11">
            More
            <ChevronDown aria-hidden size={14} />
          </Button>
        }
      >
        {more.map((action) => (
          <ActionItem key={action.words} action={action} />
        ))}
      </Menu>
    </>
  );
}

/** An action in the menu; one that the user may not do says why. */
function ActionItem({ action: { words, permission, isBusy = false, act } }: { action: BulkAction }) {
  const why = useWhyNot(permission);
  return (
    <MenuItem disabled={isBusy || why !== undefined} onSelect={act}>
      {words}
      {why === undefined ? null : <span className="sr-only">. {why}</span>}
    </MenuItem>
  );
}

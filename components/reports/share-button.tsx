'use client';

import { Share2 } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { useWhyNot } from '#components/access/current-user.tsx';
import { usePageActions } from '#components/commands/page-actions.ts';
import { Button } from '#components/ui/controls/button.tsx';
import { ShareDialog } from './share-dialog.tsx';

/** Opens a dialog that creates a report about the images of a filter; `what` names them: "A page about …". */
export function ShareButton({
  filter,
  what,
  size = 'md',
}: {
  filter: string;
  what: string;
  size?: ComponentProps<typeof Button>['size'];
}) {
  const [open, setOpen] = useState(false);
  const why = useWhyNot('share');
  const share = {
    id: `share ${filter}`,
    label: `Share ${what}`,
    also: 'report link',
    act: () => setOpen(true),
  };
  usePageActions(why === undefined ? [share] : []);
  return (
    <>
      <Button size={size ?? 'md'} disabled={why !== undefined} title={why} onClick={() => setOpen(true)}>
        <Share2 aria-hidden size={size === 'sm' ? 13 : 14} />
        Share
      </Button>
      {open ? <ShareDialog filter={filter} what={what} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

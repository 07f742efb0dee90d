'use client';

import { ChevronDown, Globe, Lock } from 'lucide-react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { useWhyNot } from '#components/access/current-user.tsx';
import { useImageActions } from '#components/images/use-image-actions.ts';
import { Button } from '#components/ui/controls/button.tsx';
import { Menu, MenuItem } from '#components/ui/controls/menu.tsx';

/** Makes images public or private, by id. */
export function VisibilityMenu({ ids }: { ids: readonly string[] }) {
  const { mark } = useImageActions();
  const word = (
    <>
      Visibility
      <ChevronDown aria-hidden size={14} />
    </>
  );
  // A menu also opens by keys, so a user without the permission gets a button that has no menu.
  if (useWhyNot('share') !== undefined) return <AllowedButton permission="share">{word}</AllowedButton>;
  return (
    <Menu trigger={<Button disabled={mark.isPending}>{word}</Button>}>
      <MenuItem onSelect={() => mark.mutate({ ids, isPublic: true })}>
        <Globe aria-hidden size={14} />
        Make public
      </MenuItem>
      <MenuItem onSelect={() => mark.mutate({ ids, isPublic: false })}>
        <Lock aria-hidden size={14} />
        Make private
      </MenuItem>
    </Menu>
  );
}

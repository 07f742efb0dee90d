'use client';

import { Copy, Globe, Rss } from 'lucide-react';
import { Button } from '#components/ui/controls/button.tsx';
import { Menu, MenuItem } from '#components/ui/controls/menu.tsx';
import { useClipboard } from '#components/ui/controls/use-clipboard.ts';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { feedPath } from './badge-snippets.ts';
import { useOrigin } from './use-origin.ts';

/** The addresses of the feed under a filter, to be copied into a feed reader. */
export function FeedMenu({ filter }: { filter: string }) {
  const toast = useToast();
  const origin = useOrigin();
  const { copy } = useClipboard();
  const take = (all: boolean) => {
    copy(`${origin}${feedPath(filter, all)}`);
    toast({
      text: all
        ? 'Copied. Where it asks for a password, any name and a token of this server open it.'
        : 'Copied. Whoever has it reads of public images alone.',
    });
  };
  return (
    <Menu
      trigger={
        <Button>
          <Rss aria-hidden size={14} />
          Feed
        </Button>
      }
    >
      <MenuItem onSelect={() => take(true)}>
        <Copy aria-hidden size={14} />
        Copy the feed’s address
      </MenuItem>
      <MenuItem onSelect={() => take(false)}>
        <Globe aria-hidden size={14} />
        Copy the public feed’s address
      </MenuItem>
    </Menu>
  );
}

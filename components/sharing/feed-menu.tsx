'use client';

import { Copy, Globe, Rss } from 'lucide-react';
import { Button } from '#components/ui/controls/button.tsx';
import { Menu, MenuItem } from '#components/ui/controls/menu.tsx';
import { useClipboard } from '#components/ui/controls/use-clipboard.ts';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { feedPath } from './badge-snippets.ts';
import { useOrigin } from './use-origin.ts';

/** Copies the addresses of the feed of a filter, for a feed reader. */
export function FeedMenu({ filter }: { filter: string }) {
  const toast = useToast();
  const origin = useOrigin();
  const { copy } = useClipboard();
  const copyFeed = (all: boolean) => {
    copy(`${origin}${feedPath(filter, all)}`);
    toast({
      text: all
        ? 'Copied. If it asks for a password, use any name and an API token.'
        : 'Copied. It covers public images only.',
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
      <MenuItem onSelect={() => copyFeed(true)}>
        <Copy aria-hidden size={14} />
        Copy feed address
      </MenuItem>
      <MenuItem onSelect={() => copyFeed(false)}>
        <Globe aria-hidden size={14} />
        Copy public feed address
      </MenuItem>
    </Menu>
  );
}

'use client';

import { Copy } from 'lucide-react';
import { MenuItem } from '#components/ui/controls/menu.tsx';
import { writeClipboard } from '#components/ui/controls/use-clipboard.ts';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { copyLines } from './copy-lines.ts';

/** The items of a menu that copy an image's reference and commands for it. */
export function CopyMenuItems({ image }: { image: Pick<ImageView, 'reference' | 'digest'> }) {
  const toast = useToast();
  const copy = async (text: string) => {
    try {
      await writeClipboard(text);
      toast({ text: `Copied ${text}` });
    } catch {
      toast({ text: 'The browser did not allow copying.' });
    }
  };
  return copyLines(image).map(({ words, text }) => (
    <MenuItem key={words} onSelect={() => void copy(text)}>
      <Copy aria-hidden size={14} />
      {words}
    </MenuItem>
  ));
}

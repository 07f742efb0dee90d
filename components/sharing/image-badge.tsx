'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BadgeCheck } from 'lucide-react';
import { useState } from 'react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { imageQuery, markImage } from '#lib/api/client/images.ts';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { BadgeDialog } from './badge-dialog.tsx';
import { imageBadgeOf } from './badge-snippets.ts';
import { VisibilityNotice } from './visibility-notice.tsx';

/** Opens a dialog with an image's badge, how to embed it, and who can see it. */
export function ImageBadge({ image }: { image: ImageView }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <BadgeCheck aria-hidden size={14} />
        Badge
      </Button>
      <BadgeDialog
        title="Badge"
        badge={imageBadgeOf(image)}
        seen={`${image.public} ${image.status} ${image.checkedAt}`}
        open={open}
        onOpenChange={setOpen}
      >
        <Visibility image={image} />
      </BadgeDialog>
    </>
  );
}

function Visibility({ image: { id, public: isPublic } }: { image: ImageView }) {
  const client = useQueryClient();
  const toast = useToast();
  const mark = useMutation({
    mutationFn: (next: boolean) => markImage(id, next),
    onSuccess: (image) => {
      client.setQueryData(imageQuery(id).queryKey, (shown) => ({ ...shown, ...image }));
      return client.invalidateQueries({ queryKey: ['images', 'list'] });
    },
    onError: (error) => toast({ error }),
  });
  return (
    <VisibilityNotice
      isPublic={isPublic}
      words={
        isPublic
          ? 'This image is public: anyone who can reach this server sees its status here, in filter badges and in the public feed.'
          : 'This image is private: its badge says “unknown”, as for an image that does not exist.'
      }
    >
      <AllowedButton
        permission="share"
        variant={isPublic ? 'plain' : 'primary'}
        disabled={mark.isPending}
        onClick={() => mark.mutate(!isPublic)}
      >
        {isPublic ? 'Make private' : 'Make public'}
      </AllowedButton>
    </VisibilityNotice>
  );
}

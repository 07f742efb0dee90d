'use client';

import type { ReactNode } from 'react';
import { CopyField } from '#components/ui/controls/copy-field.tsx';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { hexOf } from '#lib/sharing/colors/stylesheets.ts';
import { badgeSnippets, type ShownBadge } from './badge-snippets.ts';
import { LocalNote } from './local-address-note.tsx';
import { useOrigin } from './use-origin.ts';

/**
 * A badge as it looks, and the texts that put it on a page elsewhere. `seen` changes with what the badge shows, so
 * that the preview is not one that the browser kept. `children` say who may see it.
 */
export function BadgeDialog({
  title,
  badge,
  seen,
  open,
  onOpenChange,
  children,
}: {
  title: string;
  badge: ShownBadge;
  seen: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Dialog title={title} open={open} onOpenChange={onOpenChange}>
      <div className="min-h-0 space-y-4 overflow-y-auto p-4 text-sm">
        {children}
        <Preview badge={badge} seen={seen} />
        <Snippets badge={badge} />
      </div>
    </Dialog>
  );
}

/** A picture in a page takes the colour scheme of the element it stands in. */
function Preview({ badge: { svg, alt }, seen }: { badge: ShownBadge; seen: string }) {
  const src = `${svg}${svg.includes('?') ? '&' : '?'}seen=${encodeURIComponent(seen)}`;
  return (
    <div className="grid grid-cols-2 gap-2 max-sm:grid-cols-1">
      {(['light', 'dark'] as const).map((scheme) => (
        <figure key={scheme} className="overflow-hidden rounded-md border border-line">
          <div
            style={{ colorScheme: scheme, backgroundColor: hexOf('surface')[scheme === 'light' ? 0 : 1] }}
            className="flex h-14 items-center justify-center px-3"
          >
            {/* biome-ignore lint/performance/noImgElement: the badge is drawn by this server as it is. */}
            <img src={src} alt={alt} height={20} className="h-5 max-w-full" />
          </div>
          <figcaption className="border-t border-line px-3 py-1 text-xs text-muted">
            On a {scheme} page
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

function Snippets({ badge }: { badge: ShownBadge }) {
  const origin = useOrigin();
  return (
    <div className="space-y-3">
      {badgeSnippets(badge, origin).map(({ label, text }) => (
        <CopyField key={label} label={label} value={text} />
      ))}
      <LocalNote origin={origin} />
    </div>
  );
}

'use client';

import type { ReactNode } from 'react';
import { CopyField } from '#components/ui/controls/copy-field.tsx';
import { Dialog } from '#components/ui/controls/dialog.tsx';
import { PAPER } from '#lib/sharing/badge/badge-colors.ts';
import { badgeSnippets, type ShownBadge } from './badge-snippets.ts';
import { LocalAddressNote } from './local-address-note.tsx';
import { useOrigin } from './use-origin.ts';

/**
 * A preview of a badge, and snippets that embed it. `seen` changes with what the badge shows, so that the browser does
 * not show a cached preview. `children` say who can see the badge.
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

/** An image takes the color scheme of the element around it. */
function Preview({ badge: { svg, alt }, seen }: { badge: ShownBadge; seen: string }) {
  const src = `${svg}${svg.includes('?') ? '&' : '?'}seen=${encodeURIComponent(seen)}`;
  return (
    <div className="grid grid-cols-2 gap-2 max-sm:grid-cols-1">
      {(['light', 'dark'] as const).map((scheme) => (
        <figure key={scheme} className="overflow-hidden rounded-md border border-line">
          <div
            style={{ colorScheme: scheme, backgroundColor: PAPER[scheme] }}
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
      <LocalAddressNote origin={origin} />
    </div>
  );
}

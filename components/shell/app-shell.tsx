'use client';

import { Search } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { MeProvider } from '#components/access/current-user.tsx';
import { openPalette } from '#components/commands/palette-control.ts';
import { LiveProvider } from '#components/live/live-updates.tsx';
import { SpokenProvider } from '#components/live/spoken.tsx';
import { AddImagesDialog } from '#components/tracking/add-images-dialog.tsx';
import { DropTarget } from '#components/tracking/drop-target.tsx';
import { ReferenceBox } from '#components/tracking/reference-box.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { Tooltip } from '#components/ui/controls/tooltip.tsx';
import { Toasts } from '#components/ui/feedback/toasts.tsx';
import { ProductMark } from '#components/ui/product-mark.tsx';
import type { MeView } from '#lib/api/contract/access.ts';
import { CommandPalette } from './command-palette/command-palette.tsx';
import { KeepFocus } from './focus/keep-focus.tsx';
import { RouteFocus } from './focus/route-focus.tsx';
import { SkipLink } from './focus/skip-link.tsx';
import { KeyboardShortcuts } from './keyboard/keyboard-shortcuts.tsx';
import { LiveIndicator } from './live/live-indicator.tsx';
import { SpokenLiveState } from './live/spoken-live-state.tsx';
import { HelpMenu } from './menus/help-menu.tsx';
import { UserMenu } from './menus/user-menu.tsx';
import { Navigation } from './navigation.tsx';
import { OfflineNotice } from './offline-notice.tsx';

/** The frame of every page: the top bar, the navigation, the keyboard shortcuts, the event stream. */
export function AppShell({
  me,
  children,
}: {
  /** The current user. */
  me: MeView;
  children: ReactNode;
}) {
  return (
    <MeProvider me={me}>
      <LiveProvider>
        <SpokenProvider>
          <SpokenLiveState />
          <Toasts>
            <SkipLink />
            <RouteFocus />
            <KeepFocus />
            <header
              data-screen-only
              className="sticky top-0 z-30 flex h-12 short:static items-center gap-3 border-b border-line bg-surface px-3"
            >
              <Link href="/" className="flex shrink-0 items-center gap-2 rounded-sm font-semibold md:w-34">
                <ProductMark />
                <span className="max-md:sr-only">Baseboard</span>
              </Link>
              <div className="min-w-0 flex-1 md:max-w-xl">
                <ReferenceBox />
              </div>
              <div className="flex-1 max-md:hidden" />
              <LiveIndicator />
              <div className="flex shrink-0">
                <Tooltip text="Jump to anything (⌘K, Ctrl K)" side="bottom">
                  <Button
                    variant="quiet"
                    size="icon"
                    aria-label="Jump to anything"
                    onClick={() => openPalette()}
                  >
                    <Search aria-hidden size={16} />
                  </Button>
                </Tooltip>
                <HelpMenu />
                <UserMenu />
              </div>
            </header>
            <CommandPalette />
            <KeyboardShortcuts />
            <AddImagesDialog />
            <DropTarget />
            <Navigation />
            <OfflineNotice />
            <main
              id="main"
              tabIndex={-1}
              className="outline-none max-md:pb-14 short:max-md:pb-0 md:pl-16 print:p-0"
            >
              {children}
            </main>
          </Toasts>
        </SpokenProvider>
      </LiveProvider>
    </MeProvider>
  );
}

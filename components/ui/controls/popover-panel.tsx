'use client';

import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';

/** The panel of a `Popover.Root`. It is never wider than the window; `className` sets its width and padding. */
export function PopoverPanel({
  label,
  side = 'bottom',
  align = 'end',
  className,
  children,
}: {
  /** Its name for screen readers. */
  label: string;
  side?: 'top' | 'bottom';
  align?: 'start' | 'end';
  className: string;
  children: ReactNode;
}) {
  return (
    <Popover.Portal>
      <Popover.Content
        side={side}
        align={align}
        sideOffset={side === 'top' ? 8 : 4}
        collisionPadding={8}
        aria-label={label}
        className={`z-50 max-h-[70vh] max-w-[calc(100vw-1rem)] overflow-y-auto rounded-md border border-line-strong bg-surface text-sm outline-none ${className}`}
      >
        {children}
      </Popover.Content>
    </Popover.Portal>
  );
}

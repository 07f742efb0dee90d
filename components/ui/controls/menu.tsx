'use client';

import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

/** A menu of actions. `trigger` must be one button. */
export function Menu({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    // Not modal: a modal menu locks scrolling by a style element, which the content security policy forbids.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-50 min-w-40 rounded-md border border-line-strong bg-surface p-1 text-sm"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** One action of a {@link Menu}. */
export function MenuItem({
  onSelect,
  disabled = false,
  children,
}: {
  onSelect: () => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      disabled={disabled}
      className="flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 outline-none data-disabled:cursor-not-allowed data-disabled:opacity-50 data-highlighted:bg-raised max-md:h-11"
    >
      {children}
    </DropdownMenu.Item>
  );
}

/** A line between groups of a {@link Menu}. */
export function MenuDivider() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}

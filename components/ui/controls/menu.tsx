'use client';

import { Check } from 'lucide-react';
import Link from 'next/link';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

const ITEM =
  'flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 outline-none data-disabled:cursor-not-allowed data-disabled:opacity-50 data-highlighted:bg-raised max-md:h-11';

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
    <DropdownMenu.Item onSelect={onSelect} disabled={disabled} className={ITEM}>
      {children}
    </DropdownMenu.Item>
  );
}

/** A line between groups of a {@link Menu}. */
export function MenuDivider() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}

/** A link in a {@link Menu}: to a page, or to a file that the browser shows by itself. */
export function MenuLink({
  href,
  isFile = false,
  children,
}: {
  href: string;
  isFile?: boolean;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Item asChild className={ITEM}>
      {isFile ? <a href={href}>{children}</a> : <Link href={href}>{children}</Link>}
    </DropdownMenu.Item>
  );
}

/** Choices of a {@link Menu} of which one holds. The menu stays open, so that a person sees what a choice does. */
export function MenuChoices({
  value,
  onChange,
  children,
}: {
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onChange}>
      {children}
    </DropdownMenu.RadioGroup>
  );
}

/** One of {@link MenuChoices}. */
export function MenuChoice({ value, children }: { value: string; children: ReactNode }) {
  return (
    <DropdownMenu.RadioItem
      value={value}
      onSelect={(event) => event.preventDefault()}
      className={`${ITEM} pr-8 relative`}
    >
      {children}
      <DropdownMenu.ItemIndicator className="absolute right-2">
        <Check aria-hidden size={14} />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}

/** Text in a {@link Menu} that is no action. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="max-w-72 px-2 py-1.5 text-xs text-muted">{children}</DropdownMenu.Label>
  );
}

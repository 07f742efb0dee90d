'use client';

import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

/**
 * A modal dialog. Its overlay is a plain element: Radix's overlay locks scrolling by a style element, which the content
 * security policy forbids.
 */
export function Dialog({
  title,
  open,
  onOpenChange,
  hideTitle = false,
  children,
}: {
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** For dialogs whose first field says what they are for. */
  hideTitle?: boolean;
  children: ReactNode;
}) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <div className="fixed inset-0 z-40 bg-bg/70" />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[min(40rem,calc(100vw-1rem))] -translate-x-1/2 flex-col overflow-hidden rounded-md border border-line-strong bg-surface"
        >
          <div className={hideTitle ? 'sr-only' : 'flex items-center border-b border-line py-1 pr-1 pl-4'}>
            <Primitive.Title className="flex-1 font-medium">{title}</Primitive.Title>
            <Primitive.Close
              aria-label="Close"
              className="flex size-8 items-center justify-center rounded-md text-muted hover:bg-raised"
            >
              <X aria-hidden size={16} />
            </Primitive.Close>
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

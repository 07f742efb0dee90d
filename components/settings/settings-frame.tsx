'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useMe } from '#components/access/current-user.tsx';
import { LogOutButton } from './log-out-button.tsx';
import { sectionsFor } from './sections.ts';

/** The frame of each settings section: the heading, and links to the other sections. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const path = usePathname();
  const me = useMe();
  return (
    <div className="mx-auto max-w-[60rem] space-y-5 p-4">
      <header className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-lg font-semibold">Settings</h1>
        {me === undefined || me.via === 'local' ? null : (
          <div className="flex min-w-0 items-center gap-3 text-sm text-muted">
            <span className="truncate">
              {me.name}, {me.role}
            </span>
            <LogOutButton />
          </div>
        )}
      </header>
      <nav aria-label="Settings" className="flex gap-1 overflow-x-auto border-b border-line">
        {sectionsFor(me?.permissions ?? []).map(({ name, href }) => {
          const here = path === href;
          return (
            <Link
              key={href}
              href={href}
              aria-current={here ? 'page' : undefined}
              className={`-mb-px flex h-9 items-center max-md:h-11 border-b-2 px-3 text-sm whitespace-nowrap transition-colors hover:text-text focus-visible:outline-offset-[-2px] ${here ? 'border-text font-medium text-text' : 'border-transparent text-muted'}`}
            >
              {name}
            </Link>
          );
        })}
      </nav>
      {children}
    </div>
  );
}

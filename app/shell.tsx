import type { ReactNode } from 'react';
import { AppShell } from '#components/shell/app-shell.tsx';
import type { Caller } from '#lib/access/roles.ts';
import { presentMe } from '#lib/api/present/access.ts';

/** The frame of a page, for the caller who opens it. */
export function Shell({ caller, children }: { caller: Caller; children: ReactNode }) {
  return <AppShell me={presentMe(caller)}>{children}</AppShell>;
}

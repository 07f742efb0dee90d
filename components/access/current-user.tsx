'use client';

import { createContext, type ReactNode, use } from 'react';
import { type Permission, whyNot } from '#lib/access/roles.ts';
import type { MeView } from '#lib/api/contract/access.ts';

const Me = createContext<MeView | undefined>(undefined);

/** Provides the current user to the page. */
export function MeProvider({ me, children }: { me: MeView; children: ReactNode }) {
  return <Me value={me}>{children}</Me>;
}

/** The current user; undefined outside the shell. */
export function useMe(): MeView | undefined {
  return use(Me);
}

/** Why the current user may not do something, as a sentence; undefined if they may. The server checks again. */
export function useWhyNot(permission: Permission): string | undefined {
  const me = useMe();
  if (me === undefined || me.permissions.includes(permission)) return undefined;
  return whyNot(permission, me);
}

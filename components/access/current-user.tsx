'use client';

import { createContext, type ReactNode, use } from 'react';
import { type Permission, whyNot } from '#lib/access/roles.ts';
import type { MeView } from '#lib/api/contract/access.ts';

const Me = createContext<MeView | undefined>(undefined);

/** Makes known to every part of the page who looks at it. */
export function MeProvider({ me, children }: { me: MeView; children: ReactNode }) {
  return <Me value={me}>{children}</Me>;
}

/** Who looks at the page; undefined outside the shell. */
export function useMe(): MeView | undefined {
  return use(Me);
}

/** Why who looks at the page may not do something, as a sentence; undefined where they may. The server decides. */
export function useWhyNot(permission: Permission): string | undefined {
  const me = useMe();
  if (me === undefined || me.permissions.includes(permission)) return undefined;
  return whyNot(permission, me);
}

import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { AppShell } from '#components/shell/app-shell.tsx';
import { parseTheme, THEME_COOKIE } from '#components/shell/theme.ts';
import { presentMe } from '#lib/api/present/access.ts';
import { pageCaller } from '#lib/api/server/prefetch.ts';

/** Every page of the product stands in the shell; the login page does not. */
export default async function ShellLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const caller = await pageCaller();
  return (
    <AppShell theme={theme} me={caller && presentMe(caller)}>
      {children}
    </AppShell>
  );
}

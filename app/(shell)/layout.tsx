import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { AppShell } from '#components/shell/app-shell.tsx';
import { parseTheme, THEME_COOKIE } from '#components/shell/theme.ts';
import { presentMe } from '#lib/api/present/access.ts';
import { shellCaller } from '#lib/api/server/routes/prefetch.ts';

/** Every page of the product stands in the shell; the login page does not. */
export default async function ShellLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <AppShell theme={theme} me={presentMe(await shellCaller())}>
      {children}
    </AppShell>
  );
}

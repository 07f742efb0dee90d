import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { NotPermitted } from '#components/access/not-permitted.tsx';
import { AppShell } from '#components/shell/app-shell.tsx';
import { parseTheme, THEME_COOKIE } from '#components/shell/theme.ts';
import { presentMe } from '#lib/api/present/access.ts';
import { knownCaller } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = { title: 'Not allowed' };

/** Shown, with the status 403, when someone opens the address of a page that they may not see. */
export default async function Forbidden() {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <AppShell theme={theme} me={presentMe(await knownCaller())}>
      <NotPermitted />
    </AppShell>
  );
}

import type { ReactNode } from 'react';
import { shellCaller } from '#lib/api/server/routes/prefetch.ts';
import { Shell } from '../shell.tsx';

/** Every page except the login page has the shell. */
export default async function ShellLayout({ children }: { children: ReactNode }) {
  return <Shell caller={await shellCaller()}>{children}</Shell>;
}

import type { Metadata } from 'next';
import { NotPermitted } from '#components/access/not-permitted.tsx';
import { LoadNextPage } from '#components/shell/load-next-page.tsx';
import { knownCaller } from '#lib/api/server/routes/prefetch.ts';
import { Shell } from './shell.tsx';

export const metadata: Metadata = { title: 'Not allowed' };

/** Shown with status 403 when someone opens the address of a page that they may not see. */
export default async function Forbidden() {
  return (
    <Shell caller={await knownCaller()}>
      <LoadNextPage />
      <NotPermitted />
    </Shell>
  );
}

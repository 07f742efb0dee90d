import type { Metadata } from 'next';
import { HelpDocumentPage } from '#components/help/help-document-page.tsx';
import { LoadNextPage } from '#components/shell/load-next-page.tsx';
import { PageNotFound } from '#components/shell/page-not-found.tsx';
import { callerIfKnown, requestedPath } from '#lib/api/server/routes/prefetch.ts';
import { Shell } from './shell.tsx';

export const metadata: Metadata = { title: 'Page not found' };

/** Shown with status 404 for an address that has no page; with the shell for those who may use it. */
export default async function NotFound() {
  const caller = await callerIfKnown();
  const isHelp = (await requestedPath()).startsWith('/help/');
  if (caller !== undefined) {
    return (
      <Shell caller={caller}>
        <LoadNextPage />
        {isHelp ? <HelpDocumentPage document={undefined} /> : <PageNotFound />}
      </Shell>
    );
  }
  return (
    <main>
      <PageNotFound />
    </main>
  );
}

import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { ReportsPage } from '#components/reports/reports-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { REPORTS_PER_PAGE, reportsQuery } from '#lib/api/client/reports.ts';
import { originOf } from '#lib/api/server/http/origin.ts';
import { prefetch } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = { title: 'Reports' };

export default async function Page() {
  const asked = { headers: await headers(), url: 'http://localhost' };
  const state = await prefetch('/reports', (client, app, who) => [
    client.prefetchInfiniteQuery({
      ...reportsQuery(),
      queryFn: () =>
        app.listReports({ limit: REPORTS_PER_PAGE }, who, originOf(asked, app.accessPolicy.publicUrl)),
    }),
  ]);
  return (
    <PrefetchedQueries state={state}>
      <ReportsPage />
    </PrefetchedQueries>
  );
}

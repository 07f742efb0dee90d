import type { Metadata } from 'next';
import { ManyPage } from '#components/rebase/many/many-page.tsx';
import { requireAccess } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = { title: 'Rebase images' };

/** The browser requests the plans, because they take as long as the registries do. */
export default async function Page() {
  await requireAccess('/rebase/many');
  return <ManyPage />;
}

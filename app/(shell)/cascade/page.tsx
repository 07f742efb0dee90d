import type { Metadata } from 'next';
import { CascadePlanPage } from '#components/rebase/cascade/cascade-plan-page.tsx';
import { requireAccess } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = { title: 'Cascade' };

/** The browser requests the plans, because they take as long as the registries do. */
export default async function Page() {
  await requireAccess('/cascade');
  return <CascadePlanPage />;
}

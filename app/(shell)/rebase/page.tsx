import type { Metadata } from 'next';
import { PlanPage } from '#components/rebase/plan/plan-page.tsx';
import { requireAccess } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = { title: 'Rebase' };

/** The browser requests the plan, because it takes as long as the registries do. */
export default async function Page() {
  await requireAccess('/rebase');
  return <PlanPage />;
}

import type { Metadata } from 'next';
import { CascadePlanPage } from '#components/rebase/cascade/cascade-plan-page.tsx';
import { requireAccess } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = { title: 'Cascade' };

/** The plans are made by the browser's request: they take as long as the registries do. */
export default async function Page() {
  await requireAccess('/cascade');
  return <CascadePlanPage />;
}

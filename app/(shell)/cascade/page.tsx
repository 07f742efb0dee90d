import { CascadePlanPage } from '#components/rebase/cascade/cascade-plan-page.tsx';
import { CascadePlanTitle } from '#components/titles/page-titles.tsx';
import { requireAccess } from '#lib/api/server/routes/prefetch.ts';

/** The browser requests the plans, because they take as long as the registries do. */
export default async function Page() {
  await requireAccess('/cascade');
  return (
    <>
      <CascadePlanTitle />
      <CascadePlanPage />
    </>
  );
}

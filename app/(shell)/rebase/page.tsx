import { PlanPage } from '#components/rebase/plan/plan-page.tsx';
import { RebasePlanTitle } from '#components/titles/page-titles.tsx';
import { requireAccess } from '#lib/api/server/routes/prefetch.ts';

/** The browser requests the plan, because it takes as long as the registries do. */
export default async function Page() {
  await requireAccess('/rebase');
  return (
    <>
      <RebasePlanTitle />
      <PlanPage />
    </>
  );
}

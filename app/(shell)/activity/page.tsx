import { ActivityPage } from '#components/activity/activity-page.tsx';
import { ActivityTitle } from '#components/titles/page-titles.tsx';
import { requireAccess } from '#lib/api/server/routes/prefetch.ts';

export default async function Page() {
  await requireAccess('/activity');
  return (
    <>
      <ActivityTitle />
      <ActivityPage />
    </>
  );
}

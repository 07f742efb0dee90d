import type { Metadata } from 'next';
import { ActivityPage } from '#components/activity/activity-page.tsx';
import { requireAccess } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = { title: 'Activity' };

export default async function Page() {
  await requireAccess('/activity');
  return <ActivityPage />;
}

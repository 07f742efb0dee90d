import type { Metadata } from 'next';
import { DifferencePage } from '#components/difference/difference-page.tsx';
import { requireAccess } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = { title: 'What changed' };

/** The browser requests the difference, because it takes as long as the registries do. */
export default async function Page() {
  await requireAccess('/differences');
  return <DifferencePage />;
}

import type { Metadata } from 'next';
import { NotPermitted } from '#components/access/not-permitted.tsx';

export const metadata: Metadata = { title: 'Not allowed' };

/** What stands in a page's place for who is known and may not see it. */
export default function Forbidden() {
  return <NotPermitted />;
}

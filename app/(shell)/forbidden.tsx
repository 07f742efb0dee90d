import type { Metadata } from 'next';
import { NotPermitted } from '#components/access/not-permitted.tsx';

export const metadata: Metadata = { title: 'Not allowed' };

/** Shown instead of a page that the caller may not see. */
export default function Forbidden() {
  return <NotPermitted />;
}

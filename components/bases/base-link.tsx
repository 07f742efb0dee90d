'use client';

import Link from 'next/link';
import { useShownMoment } from '#components/history/url-moment.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { baseHref } from './hrefs.ts';

/** A base's name, linked to its page; plain on a page that shows a past moment, because that page shows the present. */
export function BaseLink({ name }: { name: string }) {
  const past = useShownMoment();
  if (past !== undefined) return <Reference value={name} />;
  return (
    <Link href={baseHref(name)} className="flex min-w-0 underline-offset-4 hover:underline">
      <Reference value={name} />
    </Link>
  );
}

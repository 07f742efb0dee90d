'use client';

import { useQuery } from '@tanstack/react-query';
import { Radar } from 'lucide-react';
import Link from 'next/link';
import { Time } from '#components/ui/values/relative-time.tsx';
import { sourcesQuery } from '#lib/api/client/sources.ts';
import type { SourceView } from '#lib/api/contract/sources.ts';
import { sourceHref } from './hrefs.ts';
import { troubledSources } from './source-words.ts';

/** The most lines; more would push the fleet out of view. */
const SHOWN = 3;

/** One line for each source that fails, is silent or waits for a confirmation, and what that means for its images. */
export function SourceLines() {
  const { data } = useQuery(sourcesQuery());
  const troubled = troubledSources(data ?? []);
  if (troubled.length === 0) return null;
  const more = troubled.length - SHOWN;
  return (
    <section aria-label="Sources with problems" className="rounded-md border border-line-strong bg-surface">
      <ul className="divide-y divide-line text-sm">
        {troubled.slice(0, SHOWN).map((source) => (
          <li key={source.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
            <Radar aria-hidden size={15} className="shrink-0 text-status-unknown max-md:hidden" />
            <p className="min-w-0 flex-1 basis-72 break-words">
              <span className="font-medium">{source.name}</span> <Problem source={source} />{' '}
              <span className="text-muted">No image was untracked because of it.</span>
            </p>
            <Link
              href={sourceHref()}
              className="inline-flex items-center text-muted underline underline-offset-2 hover:text-text max-md:min-h-11"
              aria-label={`Details of the source ${source.name}`}
            >
              Details
            </Link>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <p className="border-t border-line px-3 py-2 text-sm">
          <Link href={sourceHref()} className="underline underline-offset-2">
            {more === 1 ? '1 more source has a problem' : `${more} more sources have problems`}
          </Link>
        </p>
      ) : null}
    </section>
  );
}

function Problem({ source: { state, silentSince, lastListing } }: { source: SourceView }) {
  if (state === 'asks') return <>no longer mentions many of its images. Confirm that they are gone.</>;
  if (silentSince === null) return <>could not be read.</>;
  return lastListing === null ? (
    <>
      has received no post since it was added <Time value={silentSince} />.
    </>
  ) : (
    <>
      has received no post since <Time value={silentSince} as="clock" /> (<Time value={silentSince} />
      ). Its images are shown as of then.
    </>
  );
}

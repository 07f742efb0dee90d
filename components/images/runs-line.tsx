'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useShownMoment } from '#components/history/url-moment.tsx';
import { imageQuery } from '#lib/api/client/images.ts';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { clusterWords, olderBuildWords, runningWords } from '#lib/lineage/words/running-words.ts';

/** Where an image runs now, in one line that leads to its places; nothing if no source says so, or for the past. */
export function RunsLine({ image: { id, running } }: { image: Pick<ImageView, 'id' | 'running'> }) {
  const past = useShownMoment();
  if (running === null || past !== undefined) return null;
  const clusters = clusterWords(running.clusters);
  const older = olderBuildWords(running);
  return (
    <p className="text-sm break-words" title={runningWords(running)}>
      Runs in{' '}
      <Link
        href={`/images/${id}?tab=places#about`}
        className="font-medium underline underline-offset-2 hover:text-muted"
      >
        {counted(running.pods, 'pod')}
      </Link>
      {clusters === '' ? null : ` · ${clusters}`}
      {older === null ? null : <span className="text-status-stale"> · {older}</span>}
    </p>
  );
}

/** {@link RunsLine} of an image that is known by its id only. */
export function RunsLineOf({ id }: { id: string }) {
  const past = useShownMoment();
  const { data } = useQuery({ ...imageQuery(id), enabled: past === undefined });
  return data === undefined ? null : <RunsLine image={data} />;
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { History, type LucideIcon, Unplug } from 'lucide-react';
import Link from 'next/link';
import { useShownMoment } from '#components/history/url-moment.tsx';
import { imageQuery } from '#lib/api/client/images.ts';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import {
  cannotPullWords,
  clusterWords,
  otherBuildWords,
  runningWords,
} from '#lib/lineage/words/running-words.ts';

/**
 * Where an image runs now, in one line that leads to its places, and what to know of it; nothing if no source says so, or
 * for the past. It has no colour of a status: those are for what images are based on.
 */
export function RunsLine({ image: { id, running } }: { image: Pick<ImageView, 'id' | 'running'> }) {
  const past = useShownMoment();
  if (running === null || past !== undefined) return null;
  const clusters = clusterWords(running.clusters);
  return (
    <p
      className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm break-words"
      title={runningWords(running)}
    >
      <span>
        Runs in{' '}
        <Link
          href={`/images/${id}?tab=places#about`}
          className="font-medium underline underline-offset-2 hover:text-muted"
        >
          {counted(running.pods, 'pod')}
        </Link>
        {clusters === '' ? null : ` · ${clusters}`}
      </span>{' '}
      <Aside icon={Unplug} words={cannotPullWords(running)} />{' '}
      <Aside icon={History} words={otherBuildWords(running)} />
    </p>
  );
}

function Aside({ icon: Icon, words }: { icon: LucideIcon; words: string | null }) {
  if (words === null) return null;
  return (
    <span className="inline-flex items-center gap-1 font-medium">
      <Icon aria-hidden size={14} />
      {words}
    </span>
  );
}

/** {@link RunsLine} of an image that is known by its id only. */
export function RunsLineOf({ id }: { id: string }) {
  const past = useShownMoment();
  const { data } = useQuery({ ...imageQuery(id), enabled: past === undefined });
  return data === undefined ? null : <RunsLine image={data} />;
}

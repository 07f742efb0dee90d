'use client';

import { useQuery } from '@tanstack/react-query';
import { imageHistoryQuery } from '#lib/api/client/images.ts';
import { STATUS_WORDS } from '#lib/lineage/words/status-words.ts';
import { TimeBar } from './time-bar.tsx';
import type { TimeStep } from './time-steps.ts';

/** Moves through an image's past, verdict by verdict, while the page shows it. */
export function ImageTimeBar({ id, at }: { id: string; at: string | undefined }) {
  const history = useQuery({ ...imageHistoryQuery(id, at), enabled: at !== undefined });
  const steps = history.data?.verdicts
    .map(
      ({ at: reached, status }): TimeStep => ({
        at: reached,
        what: `the verdict “${STATUS_WORDS[status].word}”`,
      }),
    )
    .toReversed();
  return <TimeBar steps={steps} />;
}

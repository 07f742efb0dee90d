'use client';

import { useQuery } from '@tanstack/react-query';
import { imageHistoryQuery } from '#lib/api/client/queries.ts';
import { STATUSES } from '#lib/lineage/vocabulary/status.ts';
import type { Step } from './moments.ts';
import { TimeBar } from './time-bar.tsx';

/** Moves through an image's past, verdict by verdict, while the page shows it. */
export function ImageTimeBar({ id, at }: { id: string; at: string | undefined }) {
  const history = useQuery({ ...imageHistoryQuery(id, at), enabled: at !== undefined });
  const steps = history.data?.verdicts
    .map(
      ({ at: reached, status }): Step => ({
        at: reached,
        what: `the verdict “${STATUSES[status].word}”`,
      }),
    )
    .toReversed();
  return <TimeBar steps={steps} />;
}

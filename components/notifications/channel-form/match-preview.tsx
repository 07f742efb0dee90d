'use client';

import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { fleetQuery } from '#lib/api/client/fleet.ts';
import { channelFilter, matchWords } from './match-words.ts';

/** How many images a channel's filter matches now: "12 images match: 3 stale, 1 broken now." */
export function MatchPreview({ filter }: { filter: string }) {
  const settled = useDeferredValue(filter.trim());
  const fleet = useQuery({ ...fleetQuery(channelFilter(settled)), retry: false });
  return (
    <p role="status" className={fleet.isError ? 'text-status-broken' : 'text-muted'}>
      {fleet.isError
        ? problemIn(fleet.error).detail
        : fleet.data === undefined
          ? 'Counting…'
          : matchWords(fleet.data)}
    </p>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { momentsQuery } from '#lib/api/client/history.ts';
import { TimeBar, TimeButton } from './time-bar.tsx';
import { stepsOf } from './time-steps.ts';

/** Goes to the past of the images that match a filter. */
export function FleetTimeButton({ filter }: { filter: string }) {
  const moments = useQuery(momentsQuery(filter));
  return <TimeButton steps={stepsOf(moments.data?.moments)} />;
}

/** Moves through the past of the images that match a filter, while the page shows it. */
export function FleetTimeBar({ filter, compact }: { filter: string; compact?: boolean }) {
  const moments = useQuery(momentsQuery(filter));
  return <TimeBar steps={stepsOf(moments.data?.moments)} compact={compact ?? false} />;
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { momentsQuery } from '#lib/api/client/history.ts';
import { stepsOf, TimeBar, TimeButton } from './time-bar.tsx';

/** The moments at which the fleet under a filter changed, to go to one of them. */
export function FleetTimeButton({ filter }: { filter: string }) {
  const moments = useQuery(momentsQuery(filter));
  return <TimeButton steps={stepsOf(moments.data?.moments)} />;
}

/** Moves through the past of the fleet under a filter, while the page shows it. */
export function FleetTimeBar({ filter, compact }: { filter: string; compact?: boolean }) {
  const moments = useQuery(momentsQuery(filter));
  return <TimeBar steps={stepsOf(moments.data?.moments)} compact={compact ?? false} />;
}

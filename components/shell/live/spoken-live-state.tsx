'use client';

import { useQuery } from '@tanstack/react-query';
import { useLive } from '#components/live/live-updates.tsx';
import { useSpoken } from '#components/live/spoken.tsx';
import { troubledRegistries } from '#components/registries/registry-words.ts';
import { registriesQuery } from '#lib/api/client/registries.ts';
import { connectionWords, isLost, outageWords, scanResult, spokenScan } from './live-words.ts';

/** Tells screen readers about the connection, the running scan and registries with problems. */
export function SpokenLiveState() {
  const live = useLive();
  const { data: registries } = useQuery(registriesQuery());
  const { scan, finished } = live;
  useSpoken(isLost(live) ? connectionWords(live) : 'Connected');
  useSpoken(scan === null ? (finished === null ? '' : scanResult(finished)) : spokenScan(scan));
  useSpoken(registries === undefined ? '' : (outageWords(troubledRegistries(registries.items)) ?? ''));
  return null;
}

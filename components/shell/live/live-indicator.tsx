'use client';

import { useQuery } from '@tanstack/react-query';
import { Popover } from 'radix-ui';
import { useLive } from '#components/live/live-updates.tsx';
import { troubledRegistries } from '#components/registries/registry-words.ts';
import { Button } from '#components/ui/controls/button.tsx';
import { PopoverPanel } from '#components/ui/controls/popover-panel.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { lastScanQuery } from '#lib/api/client/fleet.ts';
import { registriesQuery } from '#lib/api/client/registries.ts';
import { LivePanel } from './live-panel.tsx';
import { connectionWords, isLost, outageWords, scanWords } from './live-words.ts';
import { ScanBar } from './scan-bar.tsx';

/** The connection, the registries with problems, the running scan, and when the last one ended; details on demand. */
export function LiveIndicator() {
  const live = useLive();
  const { connection, scan } = live;
  const { data: last } = useQuery(lastScanQuery());
  const { data: registries } = useQuery(registriesQuery());
  const troubled = troubledRegistries(registries?.items ?? []);
  const outage = outageWords(troubled);
  const lost = isLost(live);
  const dot = lost
    ? 'border border-status-broken'
    : outage === undefined
      ? 'bg-status-up-to-date'
      : 'border-2 border-status-stale';
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button
          variant="quiet"
          className="min-w-8 justify-center px-2 text-xs font-normal max-sm:px-0 sm:max-w-[26rem]"
          aria-label={`Live state: ${[connectionWords(live), outage, scan && scanWords(scan)].filter(Boolean).join(', ')}`}
        >
          <span
            aria-hidden
            className={`size-2 shrink-0 rounded-full forced-color-adjust-none ${dot} ${connection === 'connecting' ? 'opacity-40' : ''}`}
          />
          <span className="flex min-w-0 items-center gap-2 max-sm:hidden">
            <span className={`shrink-0 ${lost ? 'text-status-broken' : ''}`}>{connectionWords(live)}</span>
            {lost || outage === undefined ? null : (
              <span className="min-w-0 truncate text-status-stale">· {outage}</span>
            )}
            {scan === null ? null : (
              <span className="flex min-w-0 items-center gap-2 tabular-nums">
                <span className="truncate">· {scanWords(scan)}</span>
                <ScanBar scan={scan} className="w-16 max-xl:hidden" />
              </span>
            )}
            {scan === null && outage === undefined && last ? (
              <span className="max-lg:hidden">
                · last check <Time value={last} />
              </span>
            ) : null}
          </span>
        </Button>
      </Popover.Trigger>
      <PopoverPanel label="Live state" className="w-96 p-4">
        <LivePanel live={live} troubled={troubled} lastScan={last ?? undefined} />
      </PopoverPanel>
    </Popover.Root>
  );
}

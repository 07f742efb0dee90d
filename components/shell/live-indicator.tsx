'use client';

import { useQuery } from '@tanstack/react-query';
import { useLive } from '#components/live/live-updates.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { lastScanQuery } from '#lib/api/client/fleet.ts';
import type { ScanProgressView } from '#lib/api/contract/images/scans.ts';
import { connectionWords, isLost, scanWords } from './live-words.ts';

/** The connection, the running scan, and when the last scan ended. */
export function LiveIndicator() {
  const live = useLive();
  const { connection, scan } = live;
  const { data: last } = useQuery(lastScanQuery());
  const lost = isLost(live);
  return (
    <div className="flex items-center gap-2 text-xs whitespace-nowrap text-muted">
      <span
        aria-hidden
        className={`size-2 rounded-full ${lost ? 'border border-status-broken' : 'bg-status-up-to-date'} ${connection === 'connecting' ? 'opacity-40' : ''}`}
      />
      <span role="status" className={lost ? 'text-status-broken' : ''}>
        {connectionWords(live)}
      </span>
      {scan === null ? null : <ScanBar scan={scan} />}
      {scan === null && last ? (
        <span className="max-lg:hidden">
          · last scan <Time value={last} />
        </span>
      ) : null}
    </div>
  );
}

function ScanBar({ scan }: { scan: ScanProgressView }) {
  return (
    <span className="flex items-center gap-2 tabular-nums">
      <span>· {scanWords(scan)}</span>
      <progress
        value={scan.done}
        max={Math.max(scan.total, 1)}
        aria-label="Scan"
        className="h-1 w-16 appearance-none overflow-hidden rounded-full bg-raised [&::-moz-progress-bar]:bg-muted [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-muted"
      />
    </span>
  );
}

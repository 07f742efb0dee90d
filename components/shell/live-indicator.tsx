'use client';

import { useQuery } from '@tanstack/react-query';
import { type Connection, useLive } from '#components/live/live-updates.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { lastScanQuery } from '#lib/api/client/fleet.ts';

const CONNECTION_WORDS: Readonly<Record<Connection, string>> = {
  connecting: 'Connecting',
  connected: 'Connected',
  lost: 'Not connected, trying again',
};

/**
 * Connected or not, whether the server reaches its database, the running scan, and how long ago the last scan ended.
 */
export function LiveIndicator() {
  const { connection, databaseReachable, scan } = useLive();
  const { data: last } = useQuery(lastScanQuery());
  const lost = connection === 'lost' || !databaseReachable;
  return (
    <div className="flex items-center gap-2 text-xs whitespace-nowrap text-muted">
      <span
        aria-hidden
        className={`size-2 rounded-full ${lost ? 'border border-status-broken' : 'bg-status-up-to-date'} ${connection === 'connecting' ? 'opacity-40' : ''}`}
      />
      <span role="status" className={lost ? 'text-status-broken' : ''}>
        {!databaseReachable ? 'Database unreachable, trying again' : CONNECTION_WORDS[connection]}
      </span>
      {scan === null ? null : <ScanBar done={scan.done} total={scan.total} failed={scan.failed} />}
      {scan === null && last ? (
        <span className="max-lg:hidden">
          · last scan <Time value={last} />
        </span>
      ) : null}
    </div>
  );
}

function ScanBar({ done, total, failed }: { done: number; total: number; failed: number }) {
  return (
    <span className="flex items-center gap-2 tabular-nums">
      <span>
        · scanning {done}/{total}
        {failed > 0 ? `, ${failed} failed` : ''}
      </span>
      <progress
        value={done}
        max={Math.max(total, 1)}
        aria-label="Scan"
        className="h-1 w-16 appearance-none overflow-hidden rounded-full bg-raised [&::-moz-progress-bar]:bg-muted [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-muted"
      />
    </span>
  );
}

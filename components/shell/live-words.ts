import type { Connection, LiveState } from '#components/live/live-state.ts';
import type { ScanProgressView } from '#lib/api/contract/images/scans.ts';

const CONNECTION_WORDS: Readonly<Record<Connection, string>> = {
  connecting: 'Connecting',
  connected: 'Connected',
  lost: 'Not connected, trying again',
};

/** The connection in words, the database's first: without it the server has nothing new to send. */
export function connectionWords({ connection, databaseReachable }: Omit<LiveState, 'scan'>): string {
  return databaseReachable ? CONNECTION_WORDS[connection] : 'Database unreachable, trying again';
}

/** True if what the page shows may be out of date. */
export function isLost({ connection, databaseReachable }: Omit<LiveState, 'scan'>): boolean {
  return connection === 'lost' || !databaseReachable;
}

/** "scanning 41/166, 2 failed". */
export function scanWords({ done, total, failed }: Omit<ScanProgressView, 'id'>): string {
  return `scanning ${done}/${total}${failed > 0 ? `, ${failed} failed` : ''}`;
}

import type { Connection, LiveState } from '#components/live/live-state.ts';
import type { ScanProgressView, ScanWaitView } from '#lib/api/contract/images/scans.ts';
import type { RegistryView } from '#lib/api/contract/registries.ts';
import { counted, listed } from '#lib/lineage/words/counts-and-names.ts';
import { spanBetween } from '#lib/lineage/words/time-words.ts';

const CONNECTION_WORDS: Readonly<Record<Connection, string>> = {
  connecting: 'Connecting',
  connected: 'Connected',
  lost: 'Not connected, trying again',
};

type ConnectionState = Pick<LiveState, 'connection' | 'databaseReachable'>;
type Counts = Omit<ScanProgressView, 'id'>;

/** The connection in words, the database's first: without it the server has nothing new to send. */
export function connectionWords({ connection, databaseReachable }: ConnectionState): string {
  return databaseReachable ? CONNECTION_WORDS[connection] : 'Database unreachable, trying again';
}

/** True if what the page shows may be out of date. */
export function isLost({ connection, databaseReachable }: ConnectionState): boolean {
  return connection === 'lost' || !databaseReachable;
}

/** "scanning 41/166, 2 could not be checked". */
export function scanWords(scan: Counts): string {
  const verb = scan.state === 'cancelling' ? 'cancelling scan,' : 'scanning';
  return [`${verb} ${scan.checked + scan.failed}/${scan.total}`, ...notChecked(scan)].join(', ');
}

/** "Scanning 41 of 166 images, 2 could not be checked": for screen readers. */
export function spokenScan(scan: Counts): string {
  const images = `${scan.checked + scan.failed} of ${counted(scan.total, 'image')}`;
  return [`Scanning ${images}`, ...notChecked(scan)].join(', ');
}

/** What a scan that ended found: "Scan done: 223 of 300 images changed, 4 could not be checked". */
export function scanResult(scan: Counts): string {
  const { state, total, skipped, changed } = scan;
  const change = changed === 0 ? 'nothing changed' : `${changed.toLocaleString('en')} changed`;
  const scanned =
    state === 'cancelled'
      ? `Scan cancelled: ${(total - skipped).toLocaleString('en')} of ${counted(total, 'image')} checked`
      : `Scan of ${counted(total, 'image')} done`;
  return `${scanned}: ${[change, ...notChecked(scan)].join(', ')}`.replace(/(checked): /, '$1, ');
}

function notChecked({ unreachable, failed }: Counts): string[] {
  const problems = unreachable + failed;
  return problems === 0 ? [] : [`${problems.toLocaleString('en')} could not be checked`];
}

/**
 * What a scan waits for: "docker.io limits requests (HTTP 429), resumes in 40 s", "ghcr.io: 12 images left". `now` is in
 * milliseconds since 1970.
 */
export function waitWords({ host, images, problem, until }: ScanWaitView, now: number): string {
  if (problem === null && until === null) return `${host}: ${counted(images, 'image')} left`;
  const resumes = until === null ? [] : [resumeWords(Date.parse(until), now)];
  return [`${host} ${problem ?? 'is paused'}`, ...resumes].join(', ');
}

function resumeWords(until: number, now: number): string {
  return until <= now ? 'resumes now' : `resumes in ${spanBetween(now, until)}`;
}

/** The registries that prevent checks, in a few words: "docker.io does not respond"; undefined if there are none. */
export function outageWords(troubled: readonly Pick<RegistryView, 'host' | 'state'>[]): string | undefined {
  const [first, ...rest] = troubled;
  if (first === undefined) return undefined;
  if (rest.length === 0) return `${first.host} ${OUTAGE[first.state ?? 'unreachable']}`;
  if (rest.length === 1) return `${listed(troubled.map(({ host }) => host))} have problems`;
  return `${troubled.length} registries have problems`;
}

const OUTAGE: Readonly<Record<NonNullable<RegistryView['state']>, string>> = {
  // Its images are still to be checked again.
  ok: 'had a problem',
  slow: 'answers slowly',
  'rate-limited': 'limits requests',
  denied: 'denies access',
  unreachable: 'does not respond',
  paused: 'does not respond',
};

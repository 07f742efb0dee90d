import type { BaseboardEvent } from '#lib/api/contract/events.ts';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import type { ScanProgressView } from '#lib/api/contract/images/scans.ts';

export type Connection = 'connecting' | 'connected' | 'lost';

/** What the event stream reports: its connection, whether the server reaches its database, and its scans. */
export interface LiveState {
  readonly connection: Connection;
  /** False if the server responds but cannot reach its database: nothing new can be shown. */
  readonly databaseReachable: boolean;
  /** The scans that run. */
  readonly scans: readonly ScanProgressView[];
  /** The one with most images; null if none runs. */
  readonly scan: ScanProgressView | null;
  /** The last scan that ended while the page was open. */
  readonly finished: ScanProgressView | null;
}

/** The state before the stream is open. */
export const CONNECTING: LiveState = {
  connection: 'connecting',
  databaseReachable: true,
  scans: [],
  scan: null,
  finished: null,
};

/** The stream opened, broke, was refused, or sent an event. */
export type StreamSignal = { readonly type: 'open' | 'broken' | 'refused' } | BaseboardEvent;

/** The state after a signal. */
export function nextLiveState(state: LiveState, signal: StreamSignal): LiveState {
  switch (signal.type) {
    case 'open':
      return { ...state, connection: 'connected', databaseReachable: true };
    case 'broken':
    case 'refused':
      return { ...CONNECTING, connection: 'lost', finished: state.finished };
    case 'service': {
      const databaseReachable = signal.database === 'ok';
      return { ...state, databaseReachable, ...withScans(databaseReachable ? state.scans : []) };
    }
    case 'scan':
      return afterScan(state, signal);
    default:
      return state;
  }
}

/** Queries to fetch again: the beginnings of their keys, and the delay within which several requests become one. */
export interface Refetch {
  readonly queryKeys: readonly (readonly string[])[];
  /** Milliseconds; 0 for at once. */
  readonly withinMs: number;
  /** Whether what is being fetched already is new enough. */
  readonly isNewEnough: boolean;
}

/** What a verdict can change. */
const DERIVED_KEYS = [
  ['images'],
  ['fleet'],
  ['graph'],
  ['lineage'],
  ['last-scan'],
  ['registries'],
  ['scans'],
] as const;
/** During a scan, verdicts arrive in hundreds; what derives from them is fetched again this often. */
const REFRESH_MS = 2000;
/** The steps of a rebase follow each other fast, and each should be visible. */
const FOLLOW_MS = 250;

/**
 * What to fetch again after a signal; undefined for nothing. `lostBefore` says whether the stream was lost since the
 * page was opened: events of an outage are not sent again, so requests under way may be too old.
 */
export function refetchAfter(signal: StreamSignal, lostBefore: boolean): Refetch | undefined {
  const derived = (withinMs: number, isNewEnough = false): Refetch => {
    return { queryKeys: DERIVED_KEYS, withinMs, isNewEnough };
  };
  switch (signal.type) {
    case 'open':
      // Nor are events between the server's rendering of the page and now; what is being fetched is new enough.
      return derived(0, !lostBefore);
    case 'refused':
      // These requests are refused too, and lead to the login page.
      return derived(0);
    case 'service':
      return signal.database === 'ok' ? derived(0) : undefined;
    case 'scan':
      return isOver(signal) ? derived(REFRESH_MS) : undefined;
    case 'verdict':
      return derived(REFRESH_MS);
    case 'registry':
      return { queryKeys: [['registries']], withinMs: REFRESH_MS, isNewEnough: false };
    case 'rebase':
      return { queryKeys: [['rebases'], ['audit']], withinMs: FOLLOW_MS, isNewEnough: false };
    case 'cascade':
      return { queryKeys: [['cascades'], ['audit']], withinMs: FOLLOW_MS, isNewEnough: false };
    case 'declared-base':
      return { queryKeys: [['declared-bases']], withinMs: FOLLOW_MS, isNewEnough: false };
    case 'source':
      // New images of a listing that goes on come with their verdicts.
      return {
        queryKeys: signal.state === 'listing' ? [['sources']] : [['sources'], ['images']],
        ...{ withinMs: REFRESH_MS, isNewEnough: false },
      };
    case 'broken':
      return undefined;
  }
}

/** A row with the new verdict, if the verdict is about it. */
export function withVerdict(
  image: ImageView,
  { imageId, status, at }: Extract<BaseboardEvent, { type: 'verdict' }>,
): ImageView {
  return image.id === imageId ? { ...image, status, checkedAt: at } : image;
}

function afterScan(state: LiveState, progress: ScanProgressView): LiveState {
  const others = state.scans.filter(({ id }) => id !== progress.id);
  if (!isOver(progress)) return { ...state, ...withScans([...others, progress]) };
  // Scans of nothing end too: there is nothing to say about them.
  return { ...state, ...withScans(others), finished: progress.total > 0 ? progress : state.finished };
}

function withScans(scans: readonly ScanProgressView[]): Pick<LiveState, 'scans' | 'scan'> {
  return { scans, scan: scans.toSorted((a, b) => b.total - a.total)[0] ?? null };
}

function isOver({ state }: ScanProgressView): boolean {
  return state === 'done' || state === 'cancelled';
}

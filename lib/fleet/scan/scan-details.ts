import { readRegistries, type StoredRegistry } from '#lib/store/registries/registry-health.ts';
import { readScanBacklog, type ScanProgress } from '#lib/store/scans/scans.ts';
import type { WithClock, WithDatabase, WithRegistryStatus } from '../capabilities.ts';
import { getScan } from './scan-images.ts';

/** A registry that a running scan waits for. */
export interface ScanWait {
  readonly host: string;
  /** Images on it that are still to be checked. */
  readonly images: number;
  /** To follow the host in a sentence; null if it just takes time. */
  readonly problem: string | null;
  /** No requests are sent before then. */
  readonly until: Date | null;
}

/** A scan, and the registries that it waits for: none once it is finished. */
export interface ScanDetails {
  readonly scan: ScanProgress;
  readonly waiting: readonly ScanWait[];
}

/** How far a scan is, and what it waits for. Throws `NotFoundError`. */
export async function getScanDetails(
  context: WithDatabase & WithClock & WithRegistryStatus,
  id: string,
): Promise<ScanDetails> {
  const { db, clock, registries } = context;
  const scan = await getScan(context, id);
  if (scan.finishedAt !== null) return { scan, waiting: [] };
  await registries.flush();
  const [backlog, healths] = await Promise.all([readScanBacklog(db, id), readRegistries(db)]);
  return { scan, waiting: waitsOf(scan.startedAt, backlog, healths, clock()) };
}

/**
 * What a scan waits for: the registries of its images, and those that had a problem since it started, as they may hold
 * the bases. Those with a problem come first, then those with most images.
 */
export function waitsOf(
  startedAt: Date,
  backlog: ReadonlyMap<string, number>,
  healths: readonly Pick<StoredRegistry, 'host' | 'state' | 'lastError' | 'pausedUntil' | 'observedAt'>[],
  now: Date,
): ScanWait[] {
  const waits = new Map<string, ScanWait>();
  for (const [host, images] of backlog) {
    if (images > 0 && host !== '') waits.set(host, { host, images, problem: null, until: null });
  }
  for (const { host, state, lastError, pausedUntil, observedAt } of healths) {
    const until = pausedUntil !== null && pausedUntil > now ? pausedUntil : null;
    const isCurrent = until !== null || (observedAt !== null && observedAt >= startedAt);
    if (!isCurrent || state === null || state === 'ok') continue;
    const problem = state === 'slow' ? 'answers slowly' : lastError;
    waits.set(host, { host, images: backlog.get(host) ?? 0, problem, until });
  }
  return [...waits.values()].sort(
    (a, b) => Number(a.problem === null) - Number(b.problem === null) || b.images - a.images,
  );
}

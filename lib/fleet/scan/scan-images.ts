import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { Database } from '#lib/store/database/database.ts';
import { readImage, selectForScan } from '#lib/store/images/tracked-images.ts';
import {
  createScan,
  readScan,
  type ScanProgress,
  cancelScan as storeCancel,
} from '#lib/store/scans/scans.ts';
import type { WithClock, WithDatabase, WithEvents } from '../capabilities.ts';
import { imageNotFound, NotFoundError } from '../errors.ts';
import { scanState } from '../scan-state.ts';
import type { FleetEvent } from '../services/events.ts';
import type { ScanJob, WithScanQueue } from './scan-queue.ts';
import { takeBackImages } from './set-aside-image.ts';

/** What starting a scan needs. */
export interface ScanContext extends WithDatabase, WithClock, WithEvents, WithScanQueue {}

/** Images in one job: few enough to share workers fairly, enough to share reads and writes. */
const CHUNK = 500;

/** Scans every tracked image that a filter matches, in the background. Throws `FilterSyntaxError`. */
export async function scanImages(
  context: ScanContext,
  filterText: string | undefined,
): Promise<ScanProgress> {
  const filter = parseFilter(filterText ?? '');
  return beginScan(context, await selectForScan(context.db, filter));
}

/** Scans one tracked image in the background, even if it was set aside. Throws {@link NotFoundError}. */
export async function scanImage(context: ScanContext, id: string): Promise<ScanProgress> {
  const image = await readImage(context.db, id);
  if (image === undefined) throw imageNotFound(id);
  await takeBackImages(context, [id]);
  return beginScan(context, [{ id, registry: parseReference(image.reference).registry }]);
}

/** How far a scan is. Throws {@link NotFoundError}. */
export async function getScan(context: WithDatabase, id: string): Promise<ScanProgress> {
  const scan = await readScan(context.db, id);
  if (scan === undefined) throw scanNotFound(id);
  return scan;
}

/**
 * Cancels a scan: what is under way finishes, what is done counts, the rest is left out. A finished scan stays as it is.
 * Throws {@link NotFoundError}.
 */
export async function cancelScan(
  context: WithDatabase & WithClock & WithEvents,
  id: string,
): Promise<ScanProgress> {
  const scan = await storeCancel(context.db, id, context.clock());
  if (scan === undefined) throw scanNotFound(id);
  await announceScan(context, scan);
  return scan;
}

/**
 * Stores a scan of these images and enqueues its jobs, each of one registry: both or neither.
 */
export async function beginScan(
  context: ScanContext,
  subjects: readonly { readonly id: string; readonly registry: string }[],
): Promise<ScanProgress> {
  const scan = await context.db.transaction((within) => storeScan(context, within, subjects));
  await announceScan(context, scan);
  return scan;
}

/** The part of {@link beginScan} inside one transaction. */
export async function storeScan(
  context: WithClock & WithScanQueue,
  within: Database,
  subjects: readonly { readonly id: string; readonly registry: string }[],
): Promise<ScanProgress> {
  const byRegistry = Map.groupBy(subjects, ({ registry }) => registry);
  const chunks: Omit<ScanJob, 'scanId' | 'chunk'>[] = [];
  for (const [registry, group] of byRegistry) {
    for (let at = 0; at < group.length; at += CHUNK) {
      chunks.push({ registry, imageIds: group.slice(at, at + CHUNK).map(({ id }) => id) });
    }
  }
  const sizes = chunks.map(({ registry, imageIds }) => ({ registry, total: imageIds.length }));
  const scan = await createScan(within, sizes, context.clock());
  const jobs = chunks.map((each, chunk) => ({ scanId: scan.id, chunk, ...each }));
  await context.queue.scan(jobs, within);
  return scan;
}

/** Publishes the progress of a scan. */
export async function announceScan({ events }: WithEvents, scan: ScanProgress): Promise<void> {
  await events.publish([scanEvent(scan)]);
}

/** The event about a scan's progress. */
export function scanEvent(scan: ScanProgress): Extract<FleetEvent, { type: 'scan' }> {
  const { id, total, checked, done, failed, changed, unreachable, skipped } = scan;
  const counts = { total, checked, done, failed, changed, unreachable, skipped };
  return { type: 'scan', id, ...counts, state: scanState(scan) };
}

function scanNotFound(id: string): NotFoundError {
  return new NotFoundError(`There is no scan with the id ${id}.`);
}

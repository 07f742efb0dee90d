import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { Database } from '#lib/store/database/database.ts';
import { readImage, selectForScan } from '#lib/store/images/tracked-images.ts';
import { createScan, readScan, type ScanProgress } from '#lib/store/scans/scans.ts';
import type { WithClock, WithDatabase, WithEvents } from '../capabilities.ts';
import { imageNotFound, NotFoundError } from '../errors.ts';
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
  spreadSeconds = 0,
): Promise<ScanProgress> {
  const filter = parseFilter(filterText ?? '');
  return beginScan(context, await selectForScan(context.db, filter), spreadSeconds);
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
  if (scan === undefined) throw new NotFoundError(`There is no scan with the id ${id}.`);
  return scan;
}

/**
 * Stores a scan of these images and enqueues its jobs, each of one registry: both or neither.
 */
export async function beginScan(
  context: ScanContext,
  subjects: readonly { readonly id: string; readonly registry: string }[],
  spreadSeconds = 0,
): Promise<ScanProgress> {
  const scan = await context.db.transaction((within) => storeScan(context, within, subjects, spreadSeconds));
  await announceScan(context, scan);
  return scan;
}

/** The part of {@link beginScan} inside one transaction. */
export async function storeScan(
  context: WithClock & WithScanQueue,
  within: Database,
  subjects: readonly { readonly id: string; readonly registry: string }[],
  spreadSeconds = 0,
): Promise<ScanProgress> {
  const scan = await createScan(within, subjects.length, context.clock());
  const byRegistry = Map.groupBy(subjects, ({ registry }) => registry);
  const jobs: ScanJob[] = [];
  for (const [registry, group] of byRegistry) {
    for (let at = 0; at < group.length; at += CHUNK) {
      const imageIds = group.slice(at, at + CHUNK).map(({ id }) => id);
      jobs.push({ scanId: scan.id, chunk: jobs.length, registry, imageIds });
    }
  }
  await context.queue.scan(jobs, spreadSeconds, within);
  return scan;
}

/** Publishes the progress of a scan. */
export async function announceScan({ events }: WithEvents, scan: ScanProgress): Promise<void> {
  const { id, total, done, failed } = scan;
  await events.publish([{ type: 'scan', id, total, done, failed }]);
}

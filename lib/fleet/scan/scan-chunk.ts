import { beginChunk } from '#lib/store/scans/scans.ts';
import type { CheckContext } from './check-context.ts';
import { checkImages } from './check-images.ts';
import { followChunk } from './chunk-progress.ts';
import { ChunkTally } from './chunk-tally.ts';
import type { ScanJob } from './scan-queue.ts';

/**
 * Checks a job's images. Running twice is harmless: only newer verdicts replace older ones, and the chunk is counted
 * once. A job that was `interrupted` by the death of its process checks its remaining images one by one, so an image that
 * ends the process is found and set aside. Images set aside count as failed. Progress is counted image by image. Once the
 * scan is cancelled, images that have not begun are left out.
 */
export async function scanChunk(context: CheckContext, job: ScanJob, interrupted = false): Promise<void> {
  const { scanId, chunk, registry, imageIds } = job;
  const begun = await beginChunk(context.db, scanId, chunk, { registry, total: imageIds.length });
  if (begun === undefined) return;
  const { look } = begun.scan;
  const tally = new ChunkTally(imageIds, begun.before);
  const progress = followChunk(context, job, tally, begun.scan);
  try {
    const tags = context.tagCaches.of(scanId, look);
    const isCancelled = () => progress.cancelled;
    await checkImages(context, imageIds, { look, tags, interrupted, tally, isCancelled });
    await progress.end();
  } finally {
    await progress.stop();
  }
}

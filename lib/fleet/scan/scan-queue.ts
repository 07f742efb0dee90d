import type { Database } from '#lib/store/database/database.ts';

/** One job: some images of one registry, to be checked for one scan. */
export interface ScanJob {
  readonly scanId: string;
  /** Position among the scan's jobs, so that a job that runs twice counts once. */
  readonly chunk: number;
  /** Host of these images: a slow one delays only its own. */
  readonly registry: string;
  readonly imageIds: readonly string[];
}

/** The queue of scans. */
export interface ScanQueue {
  /** Enqueues the jobs of a scan. `within` a transaction, they are stored together with everything else that it writes. */
  scan(jobs: readonly ScanJob[], within?: Database): Promise<void>;
  /** True while a job of the scan waits or runs. */
  holdsScan(id: string): Promise<boolean>;
  /** True while a job with this image waits or runs. */
  holdsImage(imageId: string): Promise<boolean>;
}

/** Enqueues scans. */
export interface WithScanQueue {
  readonly queue: ScanQueue;
}

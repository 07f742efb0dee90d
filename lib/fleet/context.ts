import type { Logger } from 'pino';
import type { RegistryReader } from '#lib/registry/registry.ts';
import type { Database } from '#lib/store/database.ts';
import type { DocumentCache } from './document-cache.ts';
import type { Events } from './events.ts';
import type { TagBoards } from './tag-board.ts';

/** One job: some images of one registry, to be looked at for one scan. */
export interface ScanJob {
  readonly scanId: string;
  /** Position among the scan's jobs, so that a job that runs twice counts once. */
  readonly chunk: number;
  /** Host whose images these are: a slow one holds up only its own. */
  readonly registry: string;
  readonly imageIds: readonly string[];
}

/** Where work is put that need not be done before the answer. */
export interface Queue {
  /** `spreadSeconds` starts the jobs at random within that time, so that scheduled scans come as no burst. */
  scan(jobs: readonly ScanJob[], spreadSeconds?: number): Promise<void>;
  /** Lets a base of the sample fleet move in a while. */
  moveSample(): Promise<void>;
}

/** What use cases stand on. */
export interface FleetContext {
  readonly db: Database;
  readonly registry: RegistryReader;
  readonly queue: Queue;
  readonly events: Events;
  readonly documents: DocumentCache;
  readonly tagBoards: TagBoards;
  readonly log: Logger;
  readonly clock: () => Date;
}

import type { Logger } from 'pino';
import type { TrustsBase } from '#lib/judging/operator-bases/trusted-bases.ts';
import type { KnownImages } from '#lib/judging/sources/sources.ts';
import type { Facts } from '#lib/lineage/facts/facts.ts';
import type { Repository } from '#lib/oci/reference.ts';
import type { Patience } from '#lib/rebase/execution/retry-timing.ts';
import type { PushRefusal } from '#lib/rebase/push-policy.ts';
import type { Registry, RegistryReader } from '#lib/registry/registry.ts';
import type { Database } from '#lib/store/database/database.ts';
import type { WaitingDelivery } from '#lib/store/notifications/notifications.ts';
import type { DocumentCache } from './services/document-cache.ts';
import type { Events } from './services/events.ts';
import type { Notifications } from './services/notification-senders.ts';
import type { RegistryStatus } from './services/registry-status.ts';
import type { TagBoards } from './services/tag-cache.ts';

/** One job: some images of one registry, to be looked at for one scan. */
export interface ScanJob {
  readonly scanId: string;
  /** Position among the scan's jobs, so that a job that runs twice counts once. */
  readonly chunk: number;
  /** Host whose images these are: a slow one holds up only its own. */
  readonly registry: string;
  readonly imageIds: readonly string[];
}

/** One job: an image of a cascade. */
export interface CascadeJob {
  readonly cascadeId: string;
  readonly reference: string;
  /** The cascade's round when this was put into the queue. */
  readonly round: number;
  /** The image of the same cascade whose job must be over before. */
  readonly parent: string | null;
  /** Host whose image it is. */
  readonly registry: string;
}

/** What may write: closed unless the operator opened it, repository by repository. */
export interface Push {
  readonly registry: Registry;
  /** Why a repository may not be written; `undefined` lets it pass. Asked again right before each write. */
  refusal(repository: Repository): PushRefusal | undefined;
  /** Whether a cascade includes images of this base that only layers tie to it. */
  cascadesByLayers(base: Repository): boolean;
  /** How long a tag keeps the old digest from garbage collection; null for not at all. */
  readonly keepOldSeconds: number | null;
  /** The time that executions wait by; that of the clock where it is not given. */
  readonly patience?: Patience;
}

/** Where work is put that need not be done before the answer. */
export interface Queue {
  /**
   * `spreadSeconds` starts the jobs at random within that time, so scheduled scans do not cause a burst. `within` a
   * transaction, the jobs are stored together with everything else that it writes.
   */
  scan(jobs: readonly ScanJob[], spreadSeconds?: number, within?: Database): Promise<void>;
  /** True where a job of the scan waits or is under way. */
  holdsScan(id: string): Promise<boolean>;
  /** Executes an opened rebase. */
  rebase(id: string): Promise<void>;
  /** True where a job of the rebase waits or is under way. */
  holdsRebase(id: string): Promise<boolean>;
  /** Executes items of a cascade, each after the one it stands on. */
  cascade(items: readonly CascadeJob[]): Promise<void>;
  /** True where a job of any of the cascade's items waits or is under way. */
  holdsCascade(id: string): Promise<boolean>;
  /** Looks soon which changes are due to be told. */
  notices(): Promise<void>;
  /** Sends messages, each at its time. */
  deliver(deliveries: readonly WaitingDelivery[]): Promise<void>;
  /** Lets a base of the sample fleet move in a while. */
  moveSample(): Promise<void>;
}

/** What use cases stand on. */
export interface FleetContext {
  readonly db: Database;
  readonly registry: RegistryReader;
  readonly registries: RegistryStatus;
  readonly push: Push;
  readonly notifications: Notifications;
  readonly queue: Queue;
  readonly events: Events;
  readonly documents: DocumentCache;
  readonly knownImages: KnownImages;
  /** The base that the operator declared for an image, where there is one. */
  readonly declaredBase: Facts['declaredBase'];
  /** Whether the operator trusts a name to be a base: then its layers are evidence although nobody tracks it. */
  readonly trustsBase: TrustsBase;
  readonly tagBoards: TagBoards;
  readonly log: Logger;
  readonly clock: () => Date;
}

// What a use case may need, one capability each. A use case names those that it needs. A capability that one room owns
// alone is defined in that room.
import type { Logger } from 'pino';
import type { TrustsBase } from '#lib/judging/operator-bases/trusted-bases.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import type { Database } from '#lib/store/database/database.ts';
import type { DeclaredBases } from './services/declared-bases.ts';
import type { DocumentCache } from './services/document-cache.ts';
import type { Events } from './services/events.ts';
import type { RegistryStatus } from './services/registry-status.ts';
import type { TagCaches } from './services/tag-cache.ts';

/** Reads and writes the database. */
export interface WithDatabase {
  readonly db: Database;
}

/** Knows the time, by the database's clock: the same in every process. */
export interface WithClock {
  readonly clock: () => Date;
}

/** Writes to the process's log. */
export interface WithLog {
  readonly log: Logger;
}

/** Publishes events to every process. */
export interface WithEvents {
  readonly events: Pick<Events, 'publish'>;
}

/** Reads from registries. */
export interface WithRegistry {
  readonly registry: RegistryReader;
}

/** Knows the health of registries, and which of them people chose. */
export interface WithRegistryStatus {
  readonly registries: RegistryStatus;
}

/** Keeps manifests, configs and statements by digest. */
export interface WithDocuments {
  readonly documents: DocumentCache;
}

/** Resolves tags, each at most once per scan. */
export interface WithTagCaches {
  readonly tagCaches: TagCaches;
}

/** Knows the declared bases. */
export interface WithDeclaredBases {
  readonly declaredBases: Pick<DeclaredBases, 'configured' | 'configuredBase' | 'refresh'>;
}

/** Knows which names the operator trusts to be bases: their layers are evidence although nobody tracks them. */
export interface WithTrustedBases {
  readonly trustsBase: TrustsBase;
}

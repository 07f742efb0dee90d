import type { WithEvents, WithLog, WithRegistryStatus } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';
import type { ScanContext } from '../scan/scan-images.ts';
import type { Notifications } from '../services/notification-senders.ts';
import type { SourceAccess } from '../services/source-access.ts';
import type { SourceQueue } from './source-queue.ts';

/** Lists and stores sources. */
export interface WithSources {
  readonly sources: SourceAccess;
}

/** What use cases of sources need. */
export interface SourceContext extends ScanContext, WithEvents, WithLog, WithRegistryStatus, WithSources {
  readonly notifications: Pick<Notifications, 'secrets' | 'random'>;
  readonly queue: ScanContext['queue'] & SourceQueue;
}

/** A source cannot be as requested; the message says why and what to do. */
export class SourceRefusedError extends Error {
  override name = 'SourceRefusedError';
  readonly code:
    | 'invalid-request'
    | 'name-taken'
    | 'too-many-sources'
    | 'source-in-file'
    | 'no-secret-key'
    | 'conflict';
  /** The field of the request that is wrong. */
  readonly field: string | undefined;
  constructor(code: SourceRefusedError['code'], message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** There is no source with this id. */
export function noSource(id: string): NotFoundError {
  return new NotFoundError(`There is no source with the id ${id}.`);
}

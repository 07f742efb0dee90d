import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { HealthState } from '#lib/registry/health/health.ts';
import { time } from './columns.ts';

/** The last known health of each registry, from any process; also which ones somebody with permission named. */
export const registries = pgTable('registries', {
  /** As in references. */
  host: text().primaryKey(),
  /** Null before the first request. */
  state: text().$type<HealthState>(),
  /** Since when it has this state. */
  since: time(),
  /** Completes a sentence after the host: "refuses connections". */
  lastError: text(),
  lastErrorCode: text(),
  lastErrorAt: time(),
  lastOkAt: time(),
  /** Its rate limit, as last reported. */
  rateLimit: integer(),
  rateRemaining: integer(),
  rateWindowSeconds: integer(),
  rateAt: time(),
  /** No requests are sent until then. */
  pausedUntil: time(),
  /** The latest answer or failure in this row. */
  observedAt: time(),
  /** Somebody with `track` or `rebase` named it in a reference: stored credentials are used for it. */
  named: boolean().notNull().default(false),
});

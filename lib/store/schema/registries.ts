import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { HealthState } from '#lib/registry/health/health.ts';
import { time } from './columns.ts';

/** The last known health of each registry, from any process; also which ones somebody with permission named. */
export const registries = pgTable('registries', {
  /** As references write it. */
  host: text('host').primaryKey(),
  /** Null before the first request. */
  state: text('state').$type<HealthState>(),
  /** When it came into this state. */
  since: time('since'),
  /** Completes a sentence after the host: "refuses connections". */
  lastError: text('last_error'),
  lastErrorCode: text('last_error_code'),
  lastErrorAt: time('last_error_at'),
  lastOkAt: time('last_ok_at'),
  /** What it said of its request limit. */
  rateLimit: integer('rate_limit'),
  rateRemaining: integer('rate_remaining'),
  rateWindowSeconds: integer('rate_window_seconds'),
  rateAt: time('rate_at'),
  /** No requests are sent until then. */
  pausedUntil: time('paused_until'),
  /** The latest answer or failure in this row. */
  observedAt: time('observed_at'),
  /** Somebody who may track or rebase named it in a reference: stored logins are used for it. */
  named: boolean('named').notNull().default(false),
});

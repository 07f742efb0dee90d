import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { HealthState } from '#lib/registry/health/health.ts';
import { time } from './columns.ts';

/** The last known health of each registry, from any process; also which ones somebody with permission named. */
export const registries = pgTable('registries', {
  /** As references write it. */
  host: text().primaryKey(),
  /** Null before the first request. */
  state: text().$type<HealthState>(),
  /** When it came into this state. */
  since: time(),
  /** Completes a sentence after the host: "refuses connections". */
  lastError: text(),
  lastErrorCode: text(),
  lastErrorAt: time(),
  lastOkAt: time(),
  /** What it said of its request limit. */
  rateLimit: integer(),
  rateRemaining: integer(),
  rateWindowSeconds: integer(),
  rateAt: time(),
  /** No requests are sent until then. */
  pausedUntil: time(),
  /** The latest answer or failure in this row. */
  observedAt: time(),
  /** Somebody who may track or rebase named it in a reference: stored logins are used for it. */
  named: boolean().notNull().default(false),
});

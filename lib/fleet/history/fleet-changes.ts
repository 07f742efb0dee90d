import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { type Change, type ChangeTotals, countChanges, readChanges } from '#lib/store/history/changes.ts';
import { type Moment, readMoments } from '#lib/store/history/moments.ts';
import { firstTrackedAt } from '#lib/store/history/status-trend.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { pastSpan } from '../requested-time.ts';

export interface ChangesRequest {
  readonly filter?: string | undefined;
  /** 24 hours before `to` by default. */
  readonly from?: Date | undefined;
  /** Now by default. */
  readonly to?: Date | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What changed between two moments: a page of it, and how much there is of what. */
export interface WhatChanged {
  readonly from: Date;
  readonly to: Date;
  readonly items: readonly Change[];
  readonly nextCursor: string | null;
  readonly totals: ChangeTotals;
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * What changed after one moment, up to another: statuses, digests, bases, and images that were tracked and untracked,
 * newest first. Throws `FilterSyntaxError`, `CursorError` and `TimeRequestError`.
 */
export async function whatChanged(
  context: WithDatabase & WithClock,
  request: ChangesRequest,
): Promise<WhatChanged> {
  pastSpan(context, request.from, request.to);
  const filter = parseFilter(request.filter ?? '');
  const to = request.to ?? context.clock();
  const from = request.from ?? new Date(to.getTime() - DAY_MS);
  const { limit, cursor } = request;
  const [page, totals] = await Promise.all([
    readChanges(context.db, { filter, from, to, limit, cursor }),
    countChanges(context.db, { filter, from, to }),
  ]);
  return { from, to, ...page, totals };
}

/** The latest moments at which the fleet under a filter changed, oldest first. Throws `FilterSyntaxError`. */
export async function fleetMoments(
  context: WithDatabase & WithClock,
  filterText: string | undefined,
  limit: number,
): Promise<{ readonly moments: readonly Moment[]; readonly first: Date | null }> {
  const filter = parseFilter(filterText ?? '');
  const [moments, first] = await Promise.all([
    readMoments(context.db, filter, context.clock(), limit),
    firstTrackedAt(context.db),
  ]);
  return { moments, first };
}

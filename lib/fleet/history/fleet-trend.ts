import { type Filter, parseFilter } from '#lib/lineage/filter/filter.ts';
import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { firstTrackedAt, readStatusTrend, type StatusCounts } from '#lib/store/history/status-trend.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { pastSpan } from '../requested-time.ts';

export interface TrendRequest {
  readonly filter?: string | undefined;
  /** Only images directly on this base; as a person writes it. */
  readonly base?: string | undefined;
  /** By default when the first image was tracked, but at most 90 days before `to`. */
  readonly from?: Date | undefined;
  /** Now by default. */
  readonly to?: Date | undefined;
  /** How many moments, at least two: the first is `from`, the last is `to`, as far apart from each other. */
  readonly points: number;
}

const HOUR_MS = 3600 * 1000;
const LONGEST_MS = 90 * 24 * HOUR_MS;

/**
 * How many images had each status at moments of the past, from the verdicts that held then: of every image that
 * was tracked at that moment, under a filter and on a base as both were then. Throws `FilterSyntaxError`,
 * `ReferenceSyntaxError` and `TimeRequestError`.
 */
export async function fleetTrend(
  context: WithDatabase & WithClock,
  request: TrendRequest,
): Promise<StatusCounts[]> {
  pastSpan(context, request.from, request.to);
  const filter = [...parseFilter(request.filter ?? ''), ...onBase(request.base)];
  const to = request.to ?? context.clock();
  const from = request.from ?? (await beginning(context, to));
  const step = (to.getTime() - from.getTime()) / (request.points - 1);
  const moments = Array.from(
    { length: request.points },
    (_, index) => new Date(Math.round(from.getTime() + index * step)),
  );
  return readStatusTrend(context.db, filter, moments);
}

/** An hour at least, so that a fleet of a minute has a trend. */
async function beginning({ db }: WithDatabase, to: Date): Promise<Date> {
  const first = await firstTrackedAt(db);
  const earliest = to.getTime() - LONGEST_MS;
  const latest = to.getTime() - HOUR_MS;
  return new Date(Math.min(Math.max(first?.getTime() ?? earliest, earliest), latest));
}

function onBase(base: string | undefined): Filter {
  if (base === undefined) return [];
  return [{ key: 'base', values: [formatReference(parseReference(base))] }];
}

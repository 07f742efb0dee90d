import { parseFilter } from '#lib/lineage/filter/filter.ts';
import type { Sla, SlaCounts } from '#lib/lineage/verdict/sla.ts';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';
import {
  type BaseLoad,
  countByStatus,
  countMentioned,
  countSnoozed,
  loadBases,
  type MentionCounts,
  NOT_MENTIONED,
} from '#lib/store/images/fleet-summary.ts';
import { countOverdue } from '#lib/store/images/sla-counts.ts';
import { countSampleImages } from '#lib/store/images/tracked-images.ts';
import { lastCheckAt, lastScanAt } from '#lib/store/scans/scans.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { pastMoment } from '../requested-time.ts';

/** The fleet in numbers, under one filter. */
export interface FleetSummary {
  readonly total: number;
  readonly byStatus: Readonly<Record<Status, number>>;
  /** How many of them are snoozed; statuses without snoozed images are left out. Empty for the past. */
  readonly snoozed: Readonly<Partial<Record<Status, number>>>;
  readonly bases: readonly BaseLoad[];
  /** The bases whose rebase makes most stale images current; null if none is stale. */
  readonly advice: {
    readonly bases: readonly string[];
    readonly fixes: number;
    readonly stale: number;
  } | null;
  /** The images over the operator's limit; null if none is set. */
  readonly sla: SlaCounts | null;
  /** What sources say of them; nothing for the past. */
  readonly mentioned: MentionCounts;
  readonly lastScanAt: Date | null;
  readonly sampleOpen: boolean;
}

/** Advice names no more bases than a sentence holds. */
const MAX_ADVICE = 3;

/** The fleet in numbers, now or as it was; `sla` is the operator's limit. Throws `FilterSyntaxError` and `TimeRequestError`. */
export async function summariseFleet(
  context: WithDatabase & WithClock,
  filterText: string | undefined,
  at?: Date,
  sla?: Sla,
): Promise<FleetSummary> {
  pastMoment(context, at, 'at');
  const filter = parseFilter(filterText ?? '');
  const [counts, snoozed, mentioned, bases, scannedAt, samples, overdue] = await Promise.all([
    countByStatus(context.db, filter, at),
    at === undefined ? countSnoozed(context.db, filter) : {},
    at === undefined ? countMentioned(context.db, filter) : NOT_MENTIONED,
    loadBases(context.db, filter, at),
    at === undefined ? lastCheckAt(context.db, context.clock()) : lastScanAt(context.db, at),
    countSampleImages(context.db, at),
    sla && countOverdue(context.db, filter, sla, { now: context.clock(), at }),
  ]);
  const byStatus = Object.fromEntries(STATUS.map((status) => [status, counts.get(status) ?? 0]));
  return {
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    byStatus: byStatus as Record<Status, number>,
    snoozed,
    bases,
    advice: adviseBases(bases),
    sla: overdue ?? null,
    mentioned,
    lastScanAt: scannedAt,
    sampleOpen: samples > 0,
  };
}

/** The fewest bases, at most three, that most stale images wait on; each image has one direct base. */
export function adviseBases(bases: readonly BaseLoad[]): FleetSummary['advice'] {
  const waiting = bases.filter(({ stale }) => stale > 0).toSorted((a, b) => b.stale - a.stale);
  if (waiting.length === 0) return null;
  const stale = waiting.reduce((sum, base) => sum + base.stale, 0);
  const chosen = waiting.slice(0, MAX_ADVICE);
  return {
    bases: chosen.map(({ name }) => name),
    fixes: chosen.reduce((sum, base) => sum + base.stale, 0),
    stale,
  };
}

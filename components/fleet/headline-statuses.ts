import { hasTerm, withAnyOf, withoutKey } from '#components/filter/filter-text.ts';
import type { FleetSummaryView } from '#lib/api/contract/images/fleet.ts';
import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';

/** The statuses of the headline with their numbers: those that have images, and those that the filter names. */
export function headlineStatuses(
  { byStatus, snoozed }: Pick<FleetSummaryView, 'byStatus' | 'snoozed'>,
  filter: string,
): { status: StatusView; count: number; snoozed: number; isOn: boolean }[] {
  return STATUS.map((status) => ({
    status,
    count: byStatus[status] ?? 0,
    snoozed: snoozed[status] ?? 0,
    isOn: hasTerm(filter, 'status', status),
  })).filter(({ count, isOn }) => count > 0 || isOn);
}

/** The number of stale images that run, for the headline; null if there is none and the filter does not name them. */
export function staleRunning(
  { mentioned }: Pick<FleetSummaryView, 'mentioned'>,
  filter: string,
): { count: number; isOn: boolean } | null {
  const isOn = isStaleRunning(filter);
  return mentioned.staleRunning > 0 || isOn ? { count: mentioned.staleRunning, isOn } : null;
}

/** The number of images that run and cannot be pulled again, as {@link staleRunning} is. */
export function cannotPull(
  { mentioned }: Pick<FleetSummaryView, 'mentioned'>,
  filter: string,
): { count: number; isOn: boolean } | null {
  const isOn = hasTerm(filter, 'is', 'cannot-pull');
  return mentioned.cannotPull > 0 || isOn ? { count: mentioned.cannotPull, isOn } : null;
}

/** The filter with only the stale images that run, or without these terms if it has them. */
export function toggleStaleRunning(filter: string): string {
  if (isStaleRunning(filter)) return withoutKey(withoutKey(filter, 'status'), 'running');
  return withAnyOf(withAnyOf(filter, 'status', ['stale']), 'running', ['yes']);
}

function isStaleRunning(filter: string): boolean {
  return hasTerm(filter, 'status', 'stale') && hasTerm(filter, 'running', 'yes');
}

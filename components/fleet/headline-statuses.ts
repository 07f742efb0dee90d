import { hasTerm } from '#components/filter/filter-text.ts';
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

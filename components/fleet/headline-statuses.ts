import { hasTerm } from '#components/filter/filter-text.ts';
import type { FleetSummaryView } from '#lib/api/contract/images/fleet.ts';
import type { StatusView } from '#lib/api/contract/images/lineage.ts';

/** The statuses in the order of the headline: first what is fine, then what needs action. */
const ORDER: readonly StatusView[] = [
  'up-to-date',
  'stale',
  'stale-by-ancestor',
  'broken',
  'unknown',
  'pinned',
  'root',
  'pending',
];

/** The statuses of the headline with their numbers: those that have images, and those that the filter names. */
export function headlineStatuses(
  byStatus: FleetSummaryView['byStatus'],
  filter: string,
): { status: StatusView; count: number; isOn: boolean }[] {
  return ORDER.map((status) => ({
    status,
    count: byStatus[status] ?? 0,
    isOn: hasTerm(filter, 'status', status),
  })).filter(({ count, isOn }) => count > 0 || isOn);
}

import { type Filter, formatFilter } from '#lib/lineage/filter/filter.ts';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';

/** How images are based on a base: it is their base, or the base of one of their bases. */
export const DEPENDENT_KIND = ['direct', 'through'] as const;
export type DependentKind = (typeof DEPENDENT_KIND)[number];

/** The filter of the images that are based on a base in this way, of one status or any. */
export function dependentsFilter(reference: string, kind: DependentKind, status: Status | null): string {
  const named = { values: [reference] };
  const filter: Filter =
    kind === 'direct'
      ? [{ key: 'base', ...named }]
      : [{ key: 'ancestor', ...named }, { not: { key: 'base', ...named } }];
  return formatFilter(status === null ? filter : [...filter, { key: 'status', values: [status] }]);
}

/** The statuses that have images, in their order, and the chosen one. */
export function shownStatuses(
  byStatus: Partial<Record<Status, number>>,
  chosen: Status | null,
): { readonly status: Status; readonly count: number }[] {
  return STATUS.map((status) => ({ status, count: byStatus[status] ?? 0 })).filter(
    ({ status, count }) => count > 0 || status === chosen,
  );
}

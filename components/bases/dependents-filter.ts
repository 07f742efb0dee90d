import { type FilterTerm, formatFilter } from '#lib/lineage/filter/filter.ts';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';

/** How images are based on a base: it is their base, or the base of one of their bases. */
export const DEPENDENT_KIND = ['direct', 'through'] as const;
export type DependentKind = (typeof DEPENDENT_KIND)[number];

/** The filter of the images that are based on a base in this way, of one status or any. */
export function dependentsFilter(reference: string, kind: DependentKind, status: Status | null): string {
  const terms: FilterTerm[] =
    kind === 'direct'
      ? [{ key: 'base', values: [reference], negated: false }]
      : [
          { key: 'ancestor', values: [reference], negated: false },
          { key: 'base', values: [reference], negated: true },
        ];
  if (status !== null) terms.push({ key: 'status', values: [status], negated: false });
  return formatFilter(terms);
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

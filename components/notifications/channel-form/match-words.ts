import type { FleetSummaryView } from '#lib/api/contract/images/fleet.ts';
import { formatFilter, parseFilter } from '#lib/lineage/filter/filter.ts';
import { leaveOutSample } from '#lib/lineage/filter/leave-out-sample.ts';

/** The filter as channels understand it; what is no filter stays as it is, for the server to say so. */
export function concernedFilter(text: string): string {
  try {
    return formatFilter(leaveOutSample(parseFilter(text)));
  } catch {
    return text;
  }
}

/** "12 images match: 3 stale, 1 broken now." What is up to date is not counted up. */
export function matchWords({ total, byStatus }: Pick<FleetSummaryView, 'total' | 'byStatus'>): string {
  if (total === 0) return 'No image matches now; ones that come later are told of.';
  const stale = (byStatus.stale ?? 0) + (byStatus['stale-by-ancestor'] ?? 0);
  const parts = [
    [stale, 'stale'],
    [byStatus.broken ?? 0, 'broken'],
    [byStatus.unknown ?? 0, 'unknown'],
  ].flatMap(([count, word]) => (Number(count) > 0 ? [`${Number(count).toLocaleString('en')} ${word}`] : []));
  const head = total === 1 ? '1 image matches' : `${total.toLocaleString('en')} images match`;
  return parts.length === 0 ? `${head}, none of them in trouble now.` : `${head}: ${parts.join(', ')} now.`;
}

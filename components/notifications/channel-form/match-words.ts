import type { FleetSummaryView } from '#lib/api/contract/images/fleet.ts';
import { formatFilter, parseFilter } from '#lib/lineage/filter/filter.ts';
import { leaveOutSample } from '#lib/lineage/filter/leave-out-sample.ts';

/** The filter as channels apply it. A text that is not a filter stays as it is, so that the server reports it. */
export function channelFilter(text: string): string {
  try {
    return formatFilter(leaveOutSample(parseFilter(text)));
  } catch {
    return text;
  }
}

/** "12 images match: 3 stale, 1 broken now." Images that are up to date are in the total alone. */
export function matchWords({ total, byStatus }: Pick<FleetSummaryView, 'total' | 'byStatus'>): string {
  if (total === 0) return 'No image matches now. Images added later are included.';
  const stale = (byStatus.stale ?? 0) + (byStatus['stale-by-ancestor'] ?? 0);
  const parts = [
    [stale, 'stale'],
    [byStatus.broken ?? 0, 'broken'],
    [byStatus.unknown ?? 0, 'unknown'],
  ].flatMap(([count, word]) => (Number(count) > 0 ? [`${Number(count).toLocaleString('en')} ${word}`] : []));
  const head = total === 1 ? '1 image matches' : `${total.toLocaleString('en')} images match`;
  return parts.length === 0 ? `${head}, none with problems now.` : `${head}: ${parts.join(', ')} now.`;
}

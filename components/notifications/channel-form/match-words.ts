import type { FleetSummaryView } from '#lib/api/contract/images/fleet.ts';
import { formatFilter, parseFilter } from '#lib/lineage/filter/filter.ts';
import { leaveOutSample } from '#lib/lineage/filter/leave-out-sample.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** A filter as channels apply it: without the sample fleet. An invalid filter stays as it is; the server reports it. */
export function channelFilter(text: string): string {
  try {
    return formatFilter(leaveOutSample(parseFilter(text)));
  } catch {
    return text;
  }
}

/** "12 images match: 3 stale, 1 broken now." */
export function matchWords({ total, byStatus }: Pick<FleetSummaryView, 'total' | 'byStatus'>): string {
  if (total === 0) return 'No image matches now. Images that match later are included.';
  const stale = (byStatus.stale ?? 0) + (byStatus['stale-by-ancestor'] ?? 0);
  const parts = [
    [stale, 'stale'],
    [byStatus.broken ?? 0, 'broken'],
    [byStatus.unknown ?? 0, 'unknown'],
  ].flatMap(([count, word]) => (Number(count) > 0 ? [`${Number(count).toLocaleString('en')} ${word}`] : []));
  const head = `${counted(total, 'image')} ${total === 1 ? 'matches' : 'match'}`;
  return parts.length === 0 ? `${head}, none with a problem now.` : `${head}: ${parts.join(', ')} now.`;
}

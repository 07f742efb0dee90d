import type { FleetSummaryView } from '#lib/api/contract/images/fleet.ts';
import { formatFilter, parseFilter } from '#lib/lineage/filter/filter.ts';
import { leaveOutSample } from '#lib/lineage/filter/leave-out-sample.ts';
import { type Band, NOT_CHECKED, STATUS, STATUSES } from '#lib/lineage/vocabulary/status.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** A filter as channels apply it: without the sample fleet. An invalid filter stays as it is; the server reports it. */
export function channelFilter(text: string): string {
  try {
    return formatFilter(leaveOutSample(parseFilter(text)));
  } catch {
    return text;
  }
}

/** What a channel may notify about, as the words count it. */
const PROBLEM_BANDS = ['stale', 'broken', 'unknown'] as const satisfies readonly Band[];

/** "12 images match: 3 stale, 1 broken now." */
export function matchWords({ total, byStatus }: Pick<FleetSummaryView, 'total' | 'byStatus'>): string {
  if (total === 0) return 'No image matches now. Images that match later are included.';
  const checked = STATUS.filter((status) => status !== NOT_CHECKED);
  const countOf = (band: Band) =>
    checked.reduce((sum, status) => sum + (STATUSES[status].band === band ? (byStatus[status] ?? 0) : 0), 0);
  const parts = PROBLEM_BANDS.flatMap((band) => {
    const count = countOf(band);
    return count > 0 ? [`${count.toLocaleString('en')} ${band}`] : [];
  });
  const head = `${counted(total, 'image')} ${total === 1 ? 'matches' : 'match'}`;
  return parts.length === 0 ? `${head}, none with a problem now.` : `${head}: ${parts.join(', ')} now.`;
}

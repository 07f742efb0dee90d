import { parseFilter } from '#lib/lineage/filter/filter.ts';
import type { ReportContent } from '#lib/reports/content/report.ts';
import { readEvidencedImages } from '#lib/store/images/images-with-evidence.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { fleetTrend } from '../history/fleet-trend.ts';
import { type ImageSelection, parseSelection, requireExpected } from '../images/select-images.ts';
import { composeReport } from './compose-report.ts';

/** The most images of one report; those with the worst status are kept. */
const MAX_IMAGES = 5000;
/** Points of the trend: as many as a chart can show apart. */
const TREND_POINTS = 60;

/** What a report is made from, besides the fleet. */
export interface ReportRequest {
  readonly title: string;
  readonly note: string | null;
  readonly madeBy: string;
  readonly filter: string;
  /** Exactly these images instead of those of the filter, in a report that is not live. */
  readonly selection?: ImageSelection | undefined;
  readonly live: boolean;
  readonly expiresAt: Date | null;
  /** The most days that an image may be stale; null for no limit. */
  readonly staleDays: number | null;
}

/**
 * A report's content now; a frozen report gets it once, a live one at each request. Selected images have no trend: it
 * would be of a filter. Throws `FilterSyntaxError` and `SelectionChangedError`.
 */
export async function contentNow(
  context: WithDatabase & WithClock,
  request: ReportRequest,
): Promise<ReportContent> {
  const { title, note, madeBy, live, expiresAt, selection } = request;
  const filter = parseFilter(request.filter);
  const asOf = context.clock();
  const [{ items, total }, trend] = await Promise.all([
    readEvidencedImages(
      context.db,
      selection === undefined ? { filter, except: [] } : parseSelection(selection),
      MAX_IMAGES,
    ),
    selection === undefined
      ? fleetTrend(context, { filter: request.filter, to: asOf, points: TREND_POINTS })
      : [],
  ]);
  if (selection !== undefined) requireExpected(selection, total);
  const head = {
    title,
    note,
    madeBy,
    asOf: asOf.toISOString(),
    live,
    expiresAt: expiresAt?.toISOString() ?? null,
    scope: filter.length === 0 && selection === undefined ? ('fleet' as const) : ('part' as const),
  };
  return composeReport(head, {
    images: items,
    total,
    staleDays: request.staleDays,
    trend: trend.map(({ at, counts }) => ({ at: at.toISOString(), counts })),
  });
}

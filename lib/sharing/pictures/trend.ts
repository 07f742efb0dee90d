import { BAND, type Band, STATUS, STATUSES, type Status } from '#lib/lineage/vocabulary/status.ts';

/** The number of images with each status at one time; statuses without images may be left out. */
export interface TrendPoint {
  /** ISO 8601. */
  readonly at: string;
  readonly counts: Readonly<Partial<Record<Status, number>>>;
}

/** Statuses that are drawn as one area, because they need the same action. */
export interface DrawnBand {
  readonly name: Band;
  readonly statuses: readonly Status[];
  /** The status that gives the area its colour. */
  readonly like: Status;
}

/** From the bottom up. Problems are at the bottom, where a line is easiest to read. */
const BANDS: readonly DrawnBand[] = BAND.map((name) => {
  const statuses = STATUS.filter((status) => STATUSES[status].band === name);
  return { name, statuses, like: statuses[0] ?? 'unknown' };
});

/** The number of images in a band at one point. */
export function countOf({ statuses }: DrawnBand, { counts }: TrendPoint): number {
  return statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

/** The number of images at one point. */
export function totalOf(point: TrendPoint): number {
  return BANDS.reduce((sum, band) => sum + countOf(band, point), 0);
}

/** The bands that contain an image at any point, bottom first. */
export function shownBands(points: readonly TrendPoint[]): DrawnBand[] {
  return BANDS.filter((band) => points.some((point) => countOf(band, point) > 0));
}

/** The first point, each point at which a number changes, and the last point: the rows of a table. */
export function changedPoints(points: readonly TrendPoint[]): TrendPoint[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    if (before === undefined || index === points.length - 1) return true;
    return BANDS.some((band) => countOf(band, point) !== countOf(band, before));
  });
}

/** The trend in sentences, for screen readers. */
export function describeTrend(points: readonly TrendPoint[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return 'No images were tracked.';
  const words = (point: TrendPoint) =>
    shownBands(points)
      .toReversed()
      .map((band) => `${countOf(band, point).toLocaleString('en')} ${band.name}`)
      .join(', ');
  return `On ${day(first.at)}: ${words(first)}. On ${day(last.at)}: ${words(last)}.`;
}

/** `2026-01-31`: the UTC date of a time (ISO 8601). */
export function day(at: string): string {
  return at.slice(0, 10);
}

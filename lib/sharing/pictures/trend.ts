import { BAND, type Band, STATUS, STATUSES, type Status } from '#lib/lineage/vocabulary/status.ts';

/** How many images had each status at a moment; statuses of none may be left out. */
export interface TrendPoint {
  /** ISO 8601. */
  readonly at: string;
  readonly counts: Readonly<Partial<Record<Status, number>>>;
}

/** Statuses that are drawn as one area, because they ask for the same action. */
export interface DrawnBand {
  readonly name: Band;
  readonly statuses: readonly Status[];
  /** The status whose colour the area has. */
  readonly like: Status;
}

/** From the bottom up. Problems are at the bottom, where a line is easiest to read. */
const BANDS: readonly DrawnBand[] = BAND.map((name) => {
  const statuses = STATUS.filter((status) => STATUSES[status].band === name);
  return { name, statuses, like: statuses[0] ?? 'unknown' };
});

/** The number of images in a band at a moment. */
export function countOf({ statuses }: DrawnBand, { counts }: TrendPoint): number {
  return statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

/** The number of images at a moment. */
export function totalOf(point: TrendPoint): number {
  return BANDS.reduce((sum, band) => sum + countOf(band, point), 0);
}

/** The bands that have an image at any moment, bottom first. */
export function shownBands(points: readonly TrendPoint[]): DrawnBand[] {
  return BANDS.filter((band) => points.some((point) => countOf(band, point) > 0));
}

/** The first and the last point, and each at which a number changes: the rows of a table. */
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
  if (first === undefined || last === undefined) return 'Nothing was tracked.';
  const words = (point: TrendPoint) =>
    shownBands(points)
      .toReversed()
      .map((band) => `${countOf(band, point).toLocaleString('en')} ${band.name}`)
      .join(', ');
  return `On ${day(first.at)}: ${words(first)}. On ${day(last.at)}: ${words(last)}.`;
}

/** `2026-01-31`: the day of a moment (ISO 8601), in UTC. */
export function day(at: string): string {
  return at.slice(0, 10);
}

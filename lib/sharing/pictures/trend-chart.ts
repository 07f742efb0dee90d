import { BAND, type Band, STATUS, STATUSES, type Status } from '#lib/lineage/vocabulary/status.ts';

/** How many images had each status at a moment; statuses of none may be left out. */
export interface TrendPoint {
  /** ISO 8601. */
  readonly at: string;
  readonly counts: Readonly<Partial<Record<Status, number>>>;
}

/** What is drawn as one: statuses that ask for the same of a reader. */
export interface DrawnBand {
  readonly name: Band;
  readonly statuses: readonly Status[];
  /** The status whose colour and words stand for it. */
  readonly like: Status;
}

/** From the bottom up: what wants something stands on the ground line, where its course can be read. */
const BANDS: readonly DrawnBand[] = BAND.map((name) => {
  const statuses = STATUS.filter((status) => STATUSES[status].band === name);
  return { name, statuses, like: statuses[0] ?? 'unknown' };
});

/** How many images are in a band at a moment. */
export function countOf({ statuses }: DrawnBand, { counts }: TrendPoint): number {
  return statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

export function totalOf(point: TrendPoint): number {
  return BANDS.reduce((sum, band) => sum + countOf(band, point), 0);
}

/** The bands in which any image ever was, bottom first. */
export function shownBands(points: readonly TrendPoint[]): DrawnBand[] {
  return BANDS.filter((band) => points.some((point) => countOf(band, point) > 0));
}

/** A number whose axis is easily read, not below what is to be shown: 1, 2, 5, 10, 20, 50 … */
export function axisTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= most) ?? most;
}

/**
 * The outline of each band, stacked: what was so at a moment was so until the next, so that courses are steps.
 * `x` and `y` give places for a moment's index and a number of images.
 */
export function bandPaths(
  points: readonly TrendPoint[],
  bands: readonly DrawnBand[],
  x: (index: number) => number,
  y: (images: number) => number,
): string[] {
  const below = points.map(() => 0);
  return bands.map((band) => {
    const floor = [...below];
    for (const [index, point] of points.entries()) below[index] = (below[index] ?? 0) + countOf(band, point);
    const upper = stepsOf(below, x, y);
    const lower = stepsOf(floor, x, y);
    const [first, ...rest] = [...upper, ...lower.toReversed()];
    return first === undefined ? '' : `M${first}L${rest.join('L')}Z`;
  });
}

/** The corners of a course of steps, from left to right. */
function stepsOf(
  heights: readonly number[],
  x: (index: number) => number,
  y: (images: number) => number,
): string[] {
  return heights.flatMap((height, index) => {
    const before = heights[index - 1];
    const corner = `${round(x(index))},${round(y(height))}`;
    return before === undefined || before === height
      ? [corner]
      : [`${round(x(index))},${round(y(before))}`, corner];
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The moments at which any number differs from the one before, the first and the last: what a table has to say. */
export function tellingPoints(points: readonly TrendPoint[]): TrendPoint[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    if (before === undefined || index === points.length - 1) return true;
    return BANDS.some((band) => countOf(band, point) !== countOf(band, before));
  });
}

/** The course in a sentence, for those who do not see it. */
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

import { countOf, type DrawnBand, day, shownBands, type TrendPoint, totalOf } from './trend.ts';

const DAY_MS = 24 * 3600 * 1000;

/** The size of a trend chart in the drawing's units. `left`, `top` and `bottom` are the margins for the axes. */
export interface TrendFrame {
  readonly width: number;
  readonly height: number;
  /** Space for the axis labels. */
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
  /** Distance between the axis and its labels. */
  readonly gap: number;
}

/** An axis label. */
interface TrendLabel {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
  readonly text: string;
}

/** A trend as shapes; every `d` is SVG path data. */
export interface TrendDrawing {
  /** Bottom first, with the number of images at the last point. */
  readonly areas: readonly { readonly band: DrawnBand; readonly d: string; readonly count: number }[];
  /** The grid lines at the top and the middle of the axis. */
  readonly grid: string;
  /** The zero line. */
  readonly ground: string;
  /** The vertical line at the marked time; undefined if that time is outside the trend. */
  readonly mark: string | undefined;
  readonly labels: readonly TrendLabel[];
}

/**
 * Draws the number of images with each status over time as stacked areas. `mark` is a time (ISO 8601) to mark. Returns
 * undefined if there are no points. Renderers turn the shapes into React elements or HTML, so both show the same chart.
 */
export function drawTrend(
  points: readonly TrendPoint[],
  frame: TrendFrame,
  mark?: string,
): TrendDrawing | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const { width, height, left, top, bottom, gap } = frame;
  const bands = shownBands(points);
  const most = axisTop(Math.max(...points.map(totalOf)));
  const across = width - left - 1;
  const x = (index: number) => left + (index / Math.max(points.length - 1, 1)) * across;
  const y = (images: number) => top + (1 - images / most) * (height - top - bottom);
  const paths = bandPaths(points, bands, x, y);
  const marked = mark === undefined ? undefined : placeWithin(first.at, last.at, mark);
  return {
    areas: bands.map((band, index) => ({ band, d: paths[index] ?? '', count: countOf(band, last) })),
    grid: `M${left},${y(most)}H${width}M${left},${y(most / 2)}H${width}`,
    ground: `M${left},${y(0)}H${width}`,
    mark: marked === undefined ? undefined : `M${round(left + marked * across)},${top - 4}V${y(0)}`,
    labels: [
      { x: left - gap, y: y(most) + 4, anchor: 'end', text: most.toLocaleString('en') },
      { x: left - gap, y: y(0), anchor: 'end', text: '0' },
      { x: left, y: height - gap, anchor: 'start', text: shortTime(first.at, last.at) },
      { x: width, y: height - gap, anchor: 'end', text: shortTime(last.at, first.at) },
    ],
  };
}

/** How an area is filled: a background, and a 6×6 pattern so that areas differ without colour too. */
export interface BandFill {
  /** A CSS colour. */
  readonly ground: string;
  readonly opacity: number;
  /** A CSS colour. */
  readonly ink: string;
  /** Crosses, stripes, dots, lines; undefined for a plain area. */
  readonly pattern: string | undefined;
}

const PATTERNS: Partial<Record<DrawnBand['like'], string>> = {
  broken: 'M0,0L6,6M6,0L0,6',
  stale: 'M-1,1L1,-1M0,6L6,0M5,7L7,5',
  unknown: 'M2.5,3h1',
  pinned: 'M0,3H6',
  root: 'M3,0V6',
};

const OPACITIES: Partial<Record<DrawnBand['like'], number>> = {
  stale: 0.3,
  pinned: 0.12,
  unknown: 0.12,
  root: 0.12,
};

/** The fill of a band, with the document's CSS variables (`--status-…`). */
export function bandFill({ like }: DrawnBand): BandFill {
  const ink = `var(--status-${like})`;
  return {
    ground: like === 'stale' ? `var(--status-stale-fill, ${ink})` : ink,
    opacity: OPACITIES[like] ?? 0.25,
    ink,
    pattern: PATTERNS[like],
  };
}

/** The top of the axis: the smallest of 1, 2, 5, 10, 20, 50 … that is at least `most`. */
function axisTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= most) ?? most;
}

/**
 * The path of each stacked band. A count holds until the next point, so the lines are steps. `x` maps a point's index
 * and `y` a number of images to coordinates.
 */
function bandPaths(
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

/** The corners of a step line, from left to right. */
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

/** The position of a time between two others, from 0 to 1; undefined if it is outside. */
function placeWithin(first: string, last: string, moment: string): number | undefined {
  const [from, to, at] = [Date.parse(first), Date.parse(last), Date.parse(moment)];
  return from < to && at >= from && at <= to ? (at - from) / (to - from) : undefined;
}

/** The date; with the time of day if both ends are less than two days apart. */
function shortTime(at: string, other: string): string {
  const close = Math.abs(Date.parse(at) - Date.parse(other)) < 2 * DAY_MS;
  return close ? `${day(at)} ${at.slice(11, 16)} UTC` : day(at);
}
